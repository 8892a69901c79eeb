import { randomUUID } from 'node:crypto';
import { type RedisServer, startRedis } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { Redis } from 'ioredis';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { migrateQueue, openBackend, type QueueConnection } from './backend';
import { createConsumers, type Handlers, type JobTiming, NotNowError } from './consumer';
import { createNotifier } from './notifier';
import type { Payload, Wakeup } from './payloads';
import { createProducer, type Producer } from './producer';
import { ensureSchedules } from './schedules';

const redis: RedisServer | null = await startRedis();
afterAll(() => redis?.close());
const soon = { timeout: 30_000, interval: 20 };
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
      {
        killStep: nothing,
        notification: nothing,
        maintenance: nothing,
        ...handlers,
      },
      { concurrency: { 'kill-steps': 4 }, onJobError, onError },
    );
    closing.push(() => consumers.close());
    return consumers;
  }

  it.skipIf(missing)('carries samples, and refuses what are none before they are queued', async () => {
    const taken: unknown[] = [];
    consume({}).openSamples(3, async (payload) => void taken.push(payload));
    const sample = {
      monitoringId: randomUUID(),
      views: 10,
      interactions: 1,
      observedAt: Date.now(),
    };
    await producer.addSamples([{ shard: 3, samples: [sample] }]);
    await vi.waitFor(() => expect(taken).toEqual([{ shard: 3, samples: [sample] }]), soon);
    await expect(producer.addSamples([{ shard: 16, samples: [] }])).rejects.toThrow('shard');
    await expect(producer.addSamples([{ shard: 1, samples: [{ ...sample, views: -1 }] }])).rejects.toThrow(
      'views',
    );
  });

  it.skipIf(missing)('reports what it cannot understand once, completes it, and goes on', async () => {
    const errors: string[] = [];
    const taken: number[] = [];
    const samples = producer.samples[6];
    if (samples === undefined) throw new Error('there is no queue for shard 6');
    await samples.add('newer', { shard: 6, samples: [] }, { attempts: 5 });
    await samples.add('samples', { shard: 'all', samples: [] }, { attempts: 5 });
    await samples.add('samples', { shard: 6, samples: [], color: 'a field of a newer producer' });
    await producer.addSamples([{ shard: 6, samples: [] }]);
    consume({}, ({ message }) => errors.push(message)).openSamples(
      6,
      async ({ shard }) => void taken.push(shard),
    );
    await vi.waitFor(() => expect(taken).toEqual([6, 6]), soon);
    await vi.waitFor(async () => {
      expect((await producer.depths()).samples).toEqual({
        waiting: 0,
        active: 0,
        delayed: 0,
        failed: 0,
        oldestAt: null,
      });
    }, soon);
    expect(errors.sort()).toEqual([
      expect.stringContaining('is named newer, needs to be samples'),
      expect.stringMatching(/has a payload that is not one: .*expected number, received string.*shard/s),
    ]);
  });

  it.skipIf(missing)('tells since when the oldest waiting job waits', async () => {
    const before = Date.now();
    await producer.addSamples([{ shard: 7, samples: [] }]);
    const { oldestAt } = (await producer.depths()).samples;
    // The server may round its clock otherwise than this process.
    expect(Math.abs((oldestAt ?? 0) - before)).toBeLessThan(5_000);
    await producer.addSamples([{ shard: 8, samples: [] }]);
    expect((await producer.depths()).samples).toMatchObject({ waiting: 2, oldestAt });
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

  it.skipIf(missing)('leaves a step alone for its delay, and for longer after each failure', async () => {
    const triedAt: number[] = [];
    const addedAt = Date.now();
    await producer.addKillSteps([{ monitoringId: randomUUID(), stepId: randomUUID(), delayMs: 300 }]);
    consume({
      killStep: async () => {
        triedAt.push(Date.now());
        if (triedAt.length < 4) throw new Error('not yet');
      },
    });
    await vi.waitFor(() => expect(triedAt).toHaveLength(4), soon);
    const [first = 0, second = 0, third = 0, fourth = 0] = triedAt;
    expect(first - addedAt).toBeGreaterThanOrEqual(295);
    // Half of each wait is chance: 250, 500 and 1,000 ms at most.
    expect(second - first).toBeGreaterThanOrEqual(120);
    expect(third - second).toBeGreaterThanOrEqual(245);
    expect(fourth - third).toBeGreaterThanOrEqual(495);
  });

  it.skipIf(missing)('asks for a channel once, however often it is said to have something', async () => {
    const channelId = randomUUID();
    await producer.addNotifications([{ channelId }, { channelId }]);
    await producer.addNotifications([{ channelId }]);
    const asked: unknown[] = [];
    consume({ notification: async (payload) => void asked.push(payload) });
    await vi.waitFor(() => expect(asked).toEqual([{ channelId }]), soon);
    await vi.waitFor(async () => expect((await producer.depths()).notifications.active).toBe(0), soon);
    expect(asked).toHaveLength(1);
  });

  it.skipIf(missing)(
    'has samples taken by whom they were opened by alone, and by the next one after it closed',
    async () => {
      const taken: string[] = [];
      const takenBy = (name: string) => async () => void taken.push(name);
      const [one, other] = [consume({}), consume({})];
      const first = one.openSamples(4, takenBy('one'));
      other.openSamples(5, takenBy('other'));
      await producer.addSamples([{ shard: 4, samples: [] }]);
      await vi.waitFor(() => expect(taken).toEqual(['one']), soon);
      await first.close();
      await producer.addSamples([{ shard: 4, samples: [] }]);
      other.openSamples(4, takenBy('other'));
      await vi.waitFor(() => expect(taken).toEqual(['one', 'other']), soon);
    },
  );

  it.skipIf(missing)('takes samples again that could not be taken', async () => {
    let tries = 0;
    consume({}).openSamples(9, async () => {
      tries += 1;
      if (tries < 3) throw new Error('the database is away');
    });
    await producer.addSamples([{ shard: 9, samples: [] }]);
    await vi.waitFor(() => expect(tries).toBe(3), soon);
    await vi.waitFor(async () => expect(await producer.samples[9]?.getJobs()).toEqual([]), soon);
    expect(tries).toBe(3);
  });

  it.skipIf(missing)(
    'offers samples that nobody can take now again and again, and tells nobody of an error',
    async () => {
      const errors: Error[] = [];
      let offers = 0;
      consume({}, (error) => errors.push(error)).openSamples(10, async () => {
        offers += 1;
        if (offers <= 12) throw new NotNowError();
      });
      await producer.addSamples([{ shard: 10, samples: [] }]);
      await vi.waitFor(() => expect(offers).toBe(13), soon);
      await vi.waitFor(async () => expect(await producer.samples[10]?.getJobs()).toEqual([]), soon);
      expect({ offers, errors }).toEqual({ offers: 13, errors: [] });
    },
  );

  it.skipIf(missing)('has samples that a closing consumer could not take taken by the next one', async () => {
    const [one, other] = [consume({}), consume({})];
    let leave = () => {};
    const left = new Promise<never>((_, reject) => {
      leave = () => reject(new NotNowError());
    });
    const started = vi.fn(() => left);
    const taken = vi.fn(async () => {});
    const first = one.openSamples(12, started);
    await producer.addSamples([{ shard: 12, samples: [] }]);
    await vi.waitFor(() => expect(started).toHaveBeenCalled(), soon);
    const closed = first.close();
    other.openSamples(12, taken);
    leave();
    await closed;
    await vi.waitFor(() => expect(taken).toHaveBeenCalledTimes(1), soon);
    expect(started).toHaveBeenCalledTimes(1);
  });

  it.skipIf(missing)(
    'starts a schedule again that has stopped, and leaves one alone that is late',
    async () => {
      const { maintenance } = producer.queues;
      await ensureSchedules(producer);
      const before = await maintenance.getJobSchedulers();
      await ensureSchedules(producer, () => Date.now() + 9_000);
      expect(await maintenance.getJobSchedulers()).toEqual(before);
      await loseJobs();
      const followed = vi.fn(async ({ task }: Payload<'maintenance'>) => void (task === 'follow_kills'));
      consume({ maintenance: followed });
      await ensureSchedules(producer, () => Date.now() + 60_000);
      await vi.waitFor(() => expect(followed).toHaveBeenCalledWith({ task: 'follow_kills' }), soon);
    },
  );

  it.skipIf(missing)(
    'removes the ticks of earlier versions, and moves their samples to the shards',
    async () => {
      const backend = openBackend(connection, 'produce', onError);
      const [ticks, samples] = [backend.queue('ticks', {}), backend.queue('samples', {})];
      await ticks.upsertJobScheduler('shard-3', { every: 1_000 }, { name: 'tick', data: { shard: 3 } });
      await samples.add('samples', { shard: 11, samples: [] });
      await producer.retireOldQueues();
      await producer.retireOldQueues();
      expect(await ticks.getJobSchedulers()).toEqual([]);
      expect(await ticks.getJobs()).toEqual([]);
      expect(await samples.getJobs()).toEqual([]);
      const taken: number[] = [];
      consume({}).openSamples(11, async ({ shard }) => void taken.push(shard));
      await vi.waitFor(() => expect(taken).toEqual([11]), soon);
      await Promise.all([ticks.close(), samples.close()]);
      await backend.close();
    },
  );

  /** What a server leaves behind that lost the jobs and kept the schedules. */
  async function loseJobs() {
    if (kind === 'redis') {
      const client = new Redis(redis?.url ?? '');
      const jobs = await client.keys('bull:maintenance:repeat:*:*');
      await client.del(
        'bull:maintenance:delayed',
        'bull:maintenance:wait',
        'bull:maintenance:marker',
        ...jobs,
      );
      await client.quit();
    } else {
      const client = new pg.Client({ connectionString: connection.databaseUrl });
      await client.connect();
      await client.query("DELETE FROM bullmq.job WHERE queue = 'maintenance'");
      await client.end();
    }
  }

  it.skipIf(missing)('tells how long a job waited and ran', async () => {
    const done: [string, JobTiming][] = [];
    const consumers = createConsumers(
      connection,
      {
        killStep: async () => {},
        notification: async () => {},
        maintenance: async () => {},
      },
      {
        concurrency: {},
        onJobError: onError,
        onError,
        onJobDone: (queue, timing) => done.push([queue, timing]),
      },
    );
    closing.push(() => consumers.close());
    await expect(consumers.ping()).resolves.toBeNull();
    consumers.openSamples(0, () => new Promise((resolve) => setTimeout(resolve, 50)));
    await producer.addSamples([{ shard: 0, samples: [] }]);
    const samples = () => done.filter(([queue]) => queue === 'samples');
    await vi.waitFor(() => expect(samples()).toHaveLength(1), soon);
    expect(samples()[0]?.[1].ranMs).toBeGreaterThanOrEqual(45);
    expect(samples()[0]?.[1].waitedMs).toBeGreaterThanOrEqual(0);
  });

  it.skipIf(missing)('wakes readers in other processes', async () => {
    const [writer, reader] = [createNotifier(connection, onError), createNotifier(connection, onError)];
    const woken: Wakeup[] = [];
    const unsubscribe = await reader.subscribe((wakeup) => woken.push(wakeup));
    for (let burst = 0; burst < 100; burst += 1) writer.publish({ kind: 'shard_recorded' });
    writer.publish({ kind: 'events' });
    await vi.waitFor(() => expect(woken).toEqual([{ kind: 'shard_recorded' }, { kind: 'events' }]), soon);
    await unsubscribe();
    await Promise.all([writer.close(), reader.close(), writer.close()]);
  });

  it.skipIf(missing)('answers a ping, and closes as often as it is asked', async () => {
    await expect(producer.ping()).resolves.toBeNull();
    const consumers = consume({});
    await Promise.all([consumers.close(), consumers.close()]);
  });
});
