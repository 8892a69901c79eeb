import { randomUUID } from 'node:crypto';
import { type RedisServer, startRedis } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrateQueue, openBackend, type QueueConnection } from './backend';
import { createConsumers, type Handlers } from './consumer';
import { createNotifier } from './notifier';
import type { Wakeup } from './payloads';
import { createProducer, type Producer } from './producer';
import { ensureSchedules } from './schedules';

const redis: RedisServer | null = await startRedis();
afterAll(() => redis?.close());
const soon = { timeout: 8_000, interval: 20 };
const complaints: Error[] = [];
const onError = (error: Error) => complaints.push(error);

describe.each(['postgres', 'redis'] as const)('on %s', (kind) => {
  const missing = kind === 'redis' && redis === null;
  let connection: QueueConnection;
  let producer: Producer;
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    if (missing) return;
    connection = { databaseUrl: await testDatabase(), redisUrl: kind === 'redis' ? redis?.url : undefined };
    await migrateQueue(connection);
    producer = createProducer(connection, onError);
  });
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  afterAll(() => producer?.close());

  function consume(handlers: Partial<Handlers>, onJobError: (error: Error) => void = () => {}) {
    const nothing = async () => {};
    const consumers = createConsumers(
      connection,
      { tick: nothing, samples: nothing, killStep: nothing, maintenance: nothing, ...handlers },
      { concurrency: { ticks: 16, samples: 4, 'kill-steps': 4, maintenance: 1 }, onJobError, onError },
    );
    closing.push(() => consumers.close());
    return consumers;
  }

  it.skipIf(missing)('ticks every shard again and again, close to its time', async () => {
    const ticks = new Map<number, number>();
    const lags: number[] = [];
    consume({
      tick: async ({ shard }, { scheduledAt }) => {
        ticks.set(shard, (ticks.get(shard) ?? 0) + 1);
        lags.push(Date.now() - scheduledAt);
      },
    });
    await ensureSchedules(producer, 200);
    await ensureSchedules(producer, 200);
    await vi.waitFor(() => expect([...ticks.values()].filter((count) => count >= 3)).toHaveLength(16), soon);
    expect(Math.min(...lags)).toBeGreaterThanOrEqual(-5);
  });

  it.skipIf(missing)('carries samples, and refuses what are none before they are queued', async () => {
    const taken: unknown[] = [];
    consume({ samples: async (payload) => void taken.push(payload) });
    const sample = {
      monitoringId: randomUUID(),
      views: 10,
      interactions: 1,
      observedAt: Date.now(),
      breakdown: { likes: 1 },
    };
    await producer.addSamples([{ shard: 3, samples: [sample] }]);
    await vi.waitFor(() => expect(taken).toEqual([{ shard: 3, samples: [sample] }]), soon);
    await expect(producer.addSamples([{ shard: 16, samples: [] }])).rejects.toThrow('shard');
    await expect(producer.addSamples([{ shard: 1, samples: [{ ...sample, views: -1 }] }])).rejects.toThrow(
      'views',
    );
  });

  it.skipIf(missing)('reports a payload that is none, and goes on', async () => {
    const errors: string[] = [];
    const taken: number[] = [];
    consume({ samples: async ({ shard }) => void taken.push(shard) }, ({ message }) => errors.push(message));
    await producer.queues.samples.add('newer', { shard: 'all' }, { attempts: 5 });
    await producer.addSamples([{ shard: 7, samples: [] }]);
    await vi.waitFor(() => expect(taken).toEqual([7]), soon);
    await vi.waitFor(
      () => expect(errors).toEqual([expect.stringContaining('has a payload that is not one')]),
      soon,
    );
  });

  it.skipIf(missing)(
    'tries a failing step again, tells the last attempt, and adds a waiting step once',
    async () => {
      const step = { monitoringId: randomUUID(), stepId: randomUUID() };
      await producer.addKillSteps([step, step]);
      await producer.addKillSteps([step]);
      const attempts: boolean[] = [];
      consume({
        killStep: async (payload, { isLastAttempt }) => {
          expect(payload).toEqual(step);
          attempts.push(isLastAttempt);
          if (attempts.length < 3) throw new Error('not yet');
        },
      });
      await vi.waitFor(() => expect(attempts).toEqual([false, false, false]), soon);
      await vi.waitFor(async () => {
        const { waiting, active, delayed } = (await producer.depths())['kill-steps'];
        expect([waiting, active, delayed]).toEqual([0, 0, 0]);
      }, soon);
      expect(attempts).toHaveLength(3);
    },
  );

  it.skipIf(missing)('wakes readers in other processes', async () => {
    const [writer, reader] = [createNotifier(connection, onError), createNotifier(connection, onError)];
    const woken: Wakeup[] = [];
    const unsubscribe = await reader.subscribe((wakeup) => woken.push(wakeup));
    for (let burst = 0; burst < 100; burst += 1) writer.publish({ kind: 'shard_recorded', shard: 2 });
    writer.publish({ kind: 'events' });
    await vi.waitFor(
      () => expect(woken).toEqual([{ kind: 'shard_recorded', shard: 2 }, { kind: 'events' }]),
      soon,
    );
    await unsubscribe();
    await Promise.all([writer.close(), reader.close(), writer.close()]);
  });

  it.skipIf(missing)('answers a ping, and closes as often as it is asked', async () => {
    await expect(producer.ping()).resolves.toBeUndefined();
    const consumers = consume({});
    await Promise.all([consumers.close(), consumers.close()]);
  });
});

describe('when Redis comes back empty', () => {
  it.skipIf(redis === null)('schedules are there again after they are ensured', async () => {
    const connection = { databaseUrl: 'postgres://unused', redisUrl: redis?.url };
    const producer = createProducer(connection, onError);
    await ensureSchedules(producer, 500);
    const client = new Redis(redis?.url ?? '');
    await client.flushall();
    await client.quit();
    expect(await producer.queues.ticks.getJobSchedulers()).toHaveLength(0);
    await ensureSchedules(producer, 500);
    expect(await producer.queues.ticks.getJobSchedulers()).toHaveLength(16);
    await producer.close();
  });
});

describe('when the server is away', () => {
  it('a producer fails instead of waiting for ever', async () => {
    const backend = openBackend({ databaseUrl: 'postgres://127.0.0.1:9/none' }, 'produce', onError);
    await expect(backend.ping()).rejects.toThrow();
    await backend.close();
  });
});
