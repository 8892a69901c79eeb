import { getActiveResourcesInfo } from 'node:process';
import { findRedis, freePort, type RedisServer, startRedis } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { migrateQueue, type QueueConnection } from './backend';
import { createConsumers, type Handlers } from './consumer';
import { createNotifier } from './notifier';
import { createProducer } from './producer';

const soon = { timeout: 30_000, interval: 20 };
const nothing = async () => {};
const idle: Handlers = {
  killStep: nothing,
  notification: nothing,
  maintenance: nothing,
};
const withoutRedis = (await findRedis()) === null;

const servers: RedisServer[] = [];
afterAll(() => Promise.all(servers.map((server) => server.close())));

function complaints() {
  const told: string[] = [];
  return { told, onError: ({ message }: Error) => void told.push(message) };
}

/** A Redis that this test may end. */
async function redisToLose(): Promise<{ connection: QueueConnection; lose: () => Promise<void> }> {
  const server = await startRedis();
  if (server === null) throw new Error('redis-server is gone since it was found');
  servers.push(server);
  return {
    connection: { databaseUrl: 'postgres://unused', redisUrl: server.url },
    lose: () => server.close(),
  };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

it('sends again what a server refuses that has become read-only, as an old primary does', async () => {
  const databaseUrl = await testDatabase();
  await migrateQueue({ databaseUrl });
  const keeper = new pg.Client({ connectionString: databaseUrl });
  await keeper.connect();
  const name = `"${new URL(databaseUrl).pathname.slice(1)}"`;
  await keeper.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
  const producer = createProducer({ databaseUrl }, () => {});
  // All of its connections are to the old primary.
  await Promise.all([producer.depths(), producer.depths()]);
  await keeper.query('SET default_transaction_read_only = off');
  await keeper.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
  await producer.addSamples([{ shard: 0, samples: [] }]);
  expect((await producer.depths()).samples.waiting).toBe(1);
  await Promise.all([producer.close(), keeper.end()]);
});

describe.concurrent('when the server is away', () => {
  it.each(['postgres', 'redis'])(
    'a producer that never reached it (%s) fails within seconds',
    async (kind) => {
      const { onError } = complaints();
      const address = `${kind}://127.0.0.1:${await freePort()}`;
      const connection = { databaseUrl: address, redisUrl: kind === 'redis' ? address : undefined };
      const producer = createProducer(connection, onError);
      const asked = took(() =>
        Promise.all([
          expect(producer.addSamples([{ shard: 0, samples: [] }])).rejects.toThrow(),
          expect(producer.ping()).rejects.toThrow(),
          expect(producer.depths()).rejects.toThrow(),
        ]),
      );
      expect(await asked).toBeLessThan(7_000);
      expect(await took(() => producer.close())).toBeLessThan(8_000);
    },
  );

  it.skipIf(withoutRedis)('a producer that has lost it fails at once, and closes', async () => {
    const { onError } = complaints();
    const { connection, lose } = await redisToLose();
    const producer = createProducer(connection, onError);
    await producer.addSamples([{ shard: 0, samples: [] }]);
    await lose();
    const asked = took(() => expect(producer.addSamples([{ shard: 0, samples: [] }])).rejects.toThrow());
    expect(await asked).toBeLessThan(4_000);
    expect(await took(() => producer.close())).toBeLessThan(8_000);
  });

  it.skipIf(withoutRedis)(
    'a notifier keeps one wake-up of each kind while the server is silent',
    async () => {
      const { told, onError } = complaints();
      const { connection } = await redisToLose();
      const [writer, reader] = [createNotifier(connection, onError), createNotifier(connection, onError)];
      const woken: string[] = [];
      await reader.subscribe(({ kind }) => woken.push(kind));
      writer.publish({ kind: 'events' });
      await vi.waitFor(() => expect(woken).toEqual(['events']), soon);
      const client = new Redis(connection.redisUrl ?? '');
      await client.client('PAUSE', 1_500, 'ALL');
      const silentUntil = Date.now() + 1_000;
      await vi.waitFor(() => {
        writer.publish({ kind: 'events' });
        expect(Date.now()).toBeGreaterThan(silentUntil);
      }, soon);
      writer.publish({ kind: 'policies' });
      await vi.waitFor(() => expect(woken).toContain('policies'), soon);
      // One before, one under way when the server fell silent, one kept, and one that may fall between two rounds.
      expect(woken.filter((kind) => kind === 'events').length).toBeLessThanOrEqual(4);
      await Promise.all([client.quit(), writer.close(), reader.close()]);
      expect(told).toEqual([]);
    },
  );

  it.skipIf(withoutRedis)('a notifier that has lost it closes', async () => {
    const { onError } = complaints();
    const { connection, lose } = await redisToLose();
    const notifier = createNotifier(connection, onError);
    await notifier.subscribe(() => {});
    await lose();
    notifier.publish({ kind: 'events' });
    expect(await took(() => notifier.close())).toBeLessThan(8_000);
  });

  it('consumers do not wait forever for a job that hangs', async () => {
    const { told, onError } = complaints();
    const connection = { databaseUrl: await testDatabase() };
    await migrateQueue(connection);
    const producer = createProducer(connection, onError);
    let release = () => {};
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const samples = vi.fn(() => hanging);
    const options = { concurrency: {}, onJobError: onError, onError };
    const consumers = createConsumers(connection, idle, options);
    consumers.openSamples(0, samples);
    await producer.addSamples([{ shard: 0, samples: [] }]);
    await vi.waitFor(() => expect(samples).toHaveBeenCalledOnce(), soon);
    expect(await took(() => consumers.close())).toBeLessThan(8_000);
    expect(told).toContain('close the queues: not done within 5000 ms');
    release();
    await producer.close();
  });
});

describe('close', () => {
  it.each(['postgres', 'redis'])('leaves nothing open on %s', async (kind) => {
    if (kind === 'redis' && withoutRedis) return;
    const { told, onError } = complaints();
    const connection =
      kind === 'redis' ? (await redisToLose()).connection : { databaseUrl: await testDatabase() };
    await migrateQueue(connection);
    const sockets = () => getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const before = sockets();
    const producer = createProducer(connection, onError);
    const notifier = createNotifier(connection, onError);
    await notifier.subscribe(() => {});
    const consumers = createConsumers(connection, idle, { concurrency: {}, onJobError: onError, onError });
    consumers.openSamples(0, nothing);
    await producer.addSamples([{ shard: 0, samples: [] }]);
    await vi.waitFor(async () => expect((await producer.depths()).samples.waiting).toBe(0), soon);
    expect(sockets()).toBeGreaterThan(before);
    for (const part of [consumers, notifier, producer]) await Promise.all([part.close(), part.close()]);
    await vi.waitFor(() => expect(sockets()).toBe(before), soon);
    expect(told).toEqual([]);
  });
});
