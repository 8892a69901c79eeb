import { once } from 'node:events';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createDrain } from './drain';

const log = pino({ level: 'silent' });
const soon = { timeout: 10_000, interval: 10 };

/** A server as the product's, with a request that ends when the test says so and a stream that ends with the streams. */
async function aServer({ lingerMs = 200, requestsWithinMs = 5_000 } = {}) {
  const happened: string[] = [];
  let finish = () => {};
  let breakOff = () => {};
  const server: Server = createServer((request, response) => {
    if (drain.answer(request, response)) return;
    if (request.url === '/slow') finish = () => response.end('done');
    else if (request.url === '/stream') {
      response.write('first');
      breakOff = () => response.destroy();
    } else response.end('here');
  });
  const drain = createDrain({
    server,
    api: {
      endStreams: () => {
        happened.push('streams');
        breakOff();
      },
      close: async () => void happened.push('api'),
    },
    log,
    lingerMs,
    requestsWithinMs,
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => server.closeAllConnections());
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const ask = async (path: string) => {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path, agent }, resolve).once('error', reject);
    });
    let body = '';
    for await (const part of response) body += String(part);
    return { status: response.statusCode, connection: response.headers.connection, body };
  };
  return { ask, drain, happened, finish: () => finish() };
}

it('says that it leaves, and serves on until that was seen', async () => {
  const { ask, drain } = await aServer();
  expect(await ask('/page')).toMatchObject({ status: 200, connection: 'keep-alive', body: 'here' });
  const closed = drain.close();
  expect(await ask('/readyz')).toEqual({
    status: 503,
    connection: 'close',
    body: '{"ready":false,"checks":[{"name":"web","ok":false}]}',
  });
  expect(await ask('/page')).toEqual({ status: 200, connection: 'close', body: 'here' });
  await closed;
  await expect(ask('/page')).rejects.toThrow('ECONNREFUSED');
});

it('breaks streams off, waits for requests under way, and closes the API last', async () => {
  const { ask, drain, happened, finish } = await aServer({ lingerMs: 0 });
  const slow = ask('/slow').then((answer) => {
    happened.push('request');
    return answer;
  });
  const stream = expect(ask('/stream')).rejects.toThrow('aborted');
  await vi.waitFor(async () => expect((await ask('/page')).status).toBe(200), soon);
  const closed = drain.close();
  await stream;
  expect(happened).toEqual(['streams']);
  finish();
  expect(await slow).toMatchObject({ status: 200, body: 'done' });
  await closed;
  expect(happened).toEqual(['streams', 'request', 'api']);
});

it('waits for no request longer than it may', async () => {
  const { ask, drain, happened } = await aServer({ lingerMs: 0, requestsWithinMs: 100 });
  const slow = expect(ask('/slow')).rejects.toThrow('socket hang up');
  await vi.waitFor(async () => expect((await ask('/page')).status).toBe(200), soon);
  await drain.close();
  expect(happened).toEqual(['streams', 'api']);
  await slow;
});
