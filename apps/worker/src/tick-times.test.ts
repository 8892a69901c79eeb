import { expect, test } from 'vitest';
import { TickTimes } from './tick-times';

const END = Date.UTC(2026, 0, 1);

test('sums up the ticks of the last minute', () => {
  const times = new TickTimes();
  for (let tick = 1; tick <= 20; tick += 1)
    times.note({ endedAt: END + tick * 1_000, lagMs: tick, tookMs: 100 });
  expect(times.summary(END + 20_000)).toEqual({
    ticks: 20,
    lag: { p50: 10, p95: 19, max: 20 },
    took: { p50: 100, p95: 100, max: 100 },
  });
  expect(times.summary(END + 78_000)).toEqual({
    ticks: 2,
    lag: { p50: 19, p95: 20, max: 20 },
    took: { p50: 100, p95: 100, max: 100 },
  });
  expect(times.summary(END + 80_000)).toEqual({ ticks: 0, lag: null, took: null });
});
