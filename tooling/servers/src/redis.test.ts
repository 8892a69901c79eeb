import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { findRedis, startRedis } from './index';

const found = await findRedis();

async function ask(url: string, command: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${command}\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer);
}

it.skipIf(found === null)('starts a Redis that never evicts, and ends it', async () => {
  const redis = await startRedis();
  if (redis === null) throw new Error('redis-server was found and then not found');
  expect(await ask(redis.url, 'PING')).toBe('+PONG\r\n');
  expect(await ask(redis.url, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  await redis.close();
  await expect(ask(redis.url, 'PING')).rejects.toThrow('ECONNREFUSED');
});
