import { createProducer, SHARD_COUNT, shardOf } from '@cull/queue';
import { freePort } from '@cull/servers';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, readingFrom, type TestContext, type Workbench } from '../test/context';
import { fakeSource } from '../test/fake-source';
import { postOne } from '../test/postings';
import { readSession } from '../test/world';
import type { WorkerContext } from './context';
import { keepReconciled } from './reconcile';
import { createShardTicker } from './tick';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const nobody = async () => {};

/** A context that keeps what it logs. */
function watched(parts: Partial<Omit<WorkerContext, 'db'>> = {}) {
  const lines: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void lines.push(line) });
  return { context: bench.context({ ...parts, log }), lines };
}

type Holder = Parameters<typeof keepReconciled>[1]['holder'];

/** Holds all shards. */
function holderOf(context: WorkerContext): Holder {
  const isHeld = () => true;
  return {
    shards: () => Array.from({ length: SHARD_COUNT }, (_, shard) => shard),
    evaluate: (shard) =>
      createShardTicker(context, { token: { shard, epoch: 0 }, isHeld }, 1_000).takeSamples([]),
  };
}

/** One pass, which never keeps a worker from starting, whatever fails in it. */
async function pass(context: WorkerContext, holder = holderOf(context)) {
  const { workerId } = context;
  const workerReport = () => ({ workerId, startedAt: Date.now(), ticks: 0, lag: null, took: null });
  const workerMinute = () => ({
    workerId,
    at: Date.now(),
    ticks: 0,
    lagP95: null,
    tookP95: null,
    sourceCalls: 0,
    sourceP95: null,
  });
  const seenTo = {
    holder,
    askDueChannels: nobody,
    accountBook: { refresh: nobody, speaksFor: () => false },
    checkClock: nobody,
    workerReport,
    workerMinute,
    checkQueue: nobody,
    watchEngine: nobody,
    watchPolicies: nobody,
  };
  await (await keepReconciled(context, seenTo))();
}

/** A variant whose window ended long ago. */
async function anOverdueOne({ db }: TestContext, variantId: string) {
  const startedAt = Date.now() - 700_000;
  return postOne(db, { postId: 'late', variantId, startedAt, deadlineAt: startedAt + 600_000 });
}

describe('a reconcile pass', () => {
  it('ends what is overdue and reports its worker, though the queue is away', async () => {
    const away = `redis://127.0.0.1:${await freePort()}`;
    const producer = createProducer({ databaseUrl: 'postgres://unused', redisUrl: away }, () => {});
    const { context, lines } = watched({ producer });
    const { monitoringId } = await anOverdueOne(context, 'late');

    await pass(context);
    expect(await readSession(context.db, monitoringId)).toMatchObject({ status: 'timed_out' });
    expect(await context.db.prisma.worker.count({ where: { workerId: context.workerId } })).toBe(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('schedules that the queue may have lost wait for the next reconcile pass');
    await producer.close();
  });

  it('ends what is overdue in one shard, though another one cannot be evaluated', async () => {
    const { context, lines } = watched();
    const sessions = await Promise.all(
      Array.from({ length: 8 }, (_, index) => anOverdueOne(context, `overdue-${index}`)),
    );
    const holder = holderOf(context);
    let evaluated = 0;
    const failsFirst: Holder = {
      ...holder,
      evaluate: async (shard) => {
        evaluated += 1;
        if (evaluated === 1) throw new Error('a row that nobody understands');
        await holder.evaluate(shard);
      },
    };
    await pass(context, failsFirst);
    const ended = await Promise.all(
      sessions.map(({ monitoringId }) => readSession(context.db, monitoringId)),
    );
    expect(evaluated).toBeGreaterThan(1);
    expect(ended.filter(({ status }) => status === 'timed_out').length).toBeGreaterThan(0);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/the overdue deadlines of shard [0-9]+ wait for the next reconcile pass/);
    expect(lines[0]).toContain('a row that nobody understands');
    await pass(context);
    expect(lines).toHaveLength(1);
  });

  it('waits for no source, and leaves alone what other workers hold', async () => {
    const hangs = readingFrom(fakeSource({ read: () => new Promise<never>(() => {}) }));
    const { context } = watched({ checks: hangs });
    const [mine, theirs] = await Promise.all([
      anOverdueOne(context, 'mine'),
      anOverdueOne(context, 'theirs-3'),
    ]);
    const shard = shardOf('mine');
    expect(shardOf('theirs-3')).not.toBe(shard);
    const holder = { ...holderOf(context), shards: () => [shard] };
    await pass(context, holder);
    expect(await readSession(context.db, mine.monitoringId)).toMatchObject({ status: 'timed_out' });
    expect(await readSession(context.db, theirs.monitoringId)).toMatchObject({ status: 'monitoring' });
  });
});
