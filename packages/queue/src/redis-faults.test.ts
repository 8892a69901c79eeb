import { createGateway, findRedis, type RedisServer, startRedis } from '@cull/servers';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { QueueConnection } from './backend';
import { createConsumers } from './consumer';
import { createNotifier } from './notifier';
import { createProducer } from './producer';

const soon = { timeout: 60_000, interval: 50 };
const nothing = async () => {};

async function aRedis(): Promise<RedisServer> {
  const server = await startRedis();
  if (server === null) throw new Error('redis-server is gone since it was found');
  onTestFinished(() => server.close());
  return server;
}

const follow = (server: RedisServer, leader: RedisServer) =>
  server.tell(`REPLICAOF 127.0.0.1 ${new URL(leader.url).port}`);

/** Waits until a replica has what its primary has. */
const isFollowing = (server: RedisServer) =>
  vi.waitFor(async () => {
    const redis = new Redis(server.url);
    try {
      expect(await redis.info('replication')).toContain('master_link_status:up');
    } finally {
      redis.disconnect();
    }
  }, soon);

/** A producer, a consumer and a notifier behind a gateway, and what has come through the queue and the relay. */
async function aQueue(first: RedisServer) {
  const gateway = await createGateway(first.url);
  await gateway.open();
  onTestFinished(() => gateway.close());
  const connection: QueueConnection = { databaseUrl: 'postgres://unused', redisUrl: gateway.url };
  const onError = () => {};
  const producer = createProducer(connection, onError);
  const taken = new Set<string>();
  const handlers = { killStep: nothing, notification: nothing, maintenance: nothing };
  const consumers = createConsumers(connection, handlers, { onError, onJobError: onError, concurrency: {} });
  consumers.openSamples(0, async ({ samples }) => {
    for (const { monitoringId } of samples) taken.add(monitoringId);
  });
  const notifier = createNotifier(connection, onError);
  let woken = 0;
  await notifier.subscribe(() => {
    woken += 1;
  });
  onTestFinished(async () => {
    for (const part of [consumers, notifier, producer]) await part.close();
  });
  let sent = 0;
  const goesThrough = async () => {
    sent += 1;
    const monitoringId = `00000000-0000-4000-8000-${String(sent).padStart(12, '0')}`;
    const sample = { monitoringId, views: 1, interactions: 0, observedAt: 1, receivedAt: 1 };
    const before = woken;
    // As its callers do, who are told that it was not taken.
    await vi.waitFor(() => producer.addSamples([{ shard: 0, samples: [sample] }]), soon);
    await vi.waitFor(() => expect(taken).toContain(monitoringId), soon);
    await vi.waitFor(() => {
      notifier.publish({ kind: 'events' });
      expect(woken).toBeGreaterThan(before);
    }, soon);
  };
  return { gateway, producer, goesThrough };
}

describe.skipIf((await findRedis()) === null)('Redis', { timeout: 120_000 }, () => {
  it('fails over, and the old primary keeps its connections and refuses writes: the queue moves on', async () => {
    const [first, second] = [await aRedis(), await aRedis()];
    await follow(second, first);
    const { gateway, goesThrough } = await aQueue(first);
    await goesThrough();
    await isFollowing(second);
    gateway.leadTo(second.url);
    await second.tell('REPLICAOF NO ONE');
    await follow(first, second);
    await goesThrough();
  });

  it('falls silent without closing its connections: they are dropped, and made again', async () => {
    const [first, second] = [await aRedis(), await aRedis()];
    const { gateway, goesThrough } = await aQueue(first);
    await goesThrough();
    gateway.leadTo(second.url);
    gateway.swallow();
    await goesThrough();
  });

  it('loses everything while it is in use: what comes after goes through', async () => {
    const server = await aRedis();
    const { goesThrough } = await aQueue(server);
    await goesThrough();
    await server.tell('FLUSHALL');
    await goesThrough();
  });

  it('is set up to evict keys: it is said, until it is put right', async () => {
    const server = await aRedis();
    const { producer } = await aQueue(server);
    expect(await producer.ping()).toBeNull();
    await server.tell('CONFIG SET maxmemory-policy allkeys-lru');
    expect(await producer.ping()).toBe(
      'Redis may evict jobs: maxmemory-policy is allkeys-lru, needs to be noeviction',
    );
    await server.tell('CONFIG SET maxmemory-policy noeviction');
    expect(await producer.ping()).toBeNull();
  });
});
