import { reportWorker, type WorkerReport } from '@cull/db';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from '../test/context';
import { watchEngine } from './engine-watch';
import { TroubleTeller } from './trouble-teller';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

it('tells once for all workers when their beats come late, and when they are in time again', async () => {
  let at = Date.now();
  const now = () => at;
  const context = bench.context({ now });
  const workers = ['a', 'b'].map((workerId) => ({
    context: { ...context, workerId },
    teller: new TroubleTeller(context),
  }));
  const pass = async (ms: number, lagMs: number) => {
    at += ms;
    for (const { context: worker, teller } of workers) {
      const lag = { p50: worker.workerId === 'a' ? 0 : lagMs, p95: lagMs, max: lagMs };
      const { workerId } = worker;
      const report: WorkerReport = { workerId, startedAt: at, ticks: 60, lag, took: lag };
      await reportWorker(context.db.pool, report, at);
      await watchEngine(worker, teller, 1_000);
    }
  };
  const told = async () => {
    const { rows } = await context.db.pool.query(
      `SELECT type, data FROM events WHERE type LIKE 'engine.%' ORDER BY id`,
    );
    return rows;
  };

  await pass(0, 900);
  await pass(60_000, 900);
  expect(await told()).toEqual([]);
  for (const ms of [3_000, 3_000, 11_000, 3_000]) await pass(ms, 2_500);
  const behind = {
    type: 'engine.behind',
    data: {
      ...{ accountId: null, account: null, live: 0, cause: 'engine', wantedSeconds: 1, achievedSeconds: 3.5 },
      text: 'Live variants are checked every 4 s instead of 1 s: Cull itself is slow.',
    },
  };
  expect(await told()).toEqual([behind]);
  for (const ms of [3_000, 3_000, 25_000, 6_000]) await pass(ms, 0);
  expect(await told()).toMatchObject([behind, { type: 'engine.caught_up', data: { accountId: null } }]);
});
