import { DatabaseClock } from '@cull/db';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createWorkbench, type Workbench } from '../test/context';
import { createClockCheck } from './clock-check';

let bench: Workbench;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

it("a clock that differs from the database's is told once, until it agrees again", async () => {
  let aheadMs = 0;
  const log = pino({ level: 'silent' });
  const warn = vi.spyOn(log, 'warn');
  const { db, metrics } = bench.context();
  const check = createClockCheck({ db, metrics, log }, new DatabaseClock(() => Date.now() + aheadMs));
  await check();
  expect(warn).not.toHaveBeenCalled();
  for (aheadMs of [-60_000, -60_000, 0, 60_000]) await check();
  expect(warn).toHaveBeenCalledTimes(2);
  const { values } = await metrics.clockSkewSeconds.get();
  expect(values[0]?.value).toBeGreaterThan(50);
});
