import { expect, test } from 'vitest';
import { MinuteRecord } from './minute-record';

const NOON = Date.UTC(2026, 0, 2, 12);

test('a minute is summed up while it lasts, and the next begins with nothing', () => {
  let now = NOON + 10_000;
  const minute = new MinuteRecord(() => now);
  for (let tick = 1; tick <= 100; tick += 1) minute.ticked(tick, 2 * tick);
  minute.called(0);
  const summed = minute.summary();
  expect(summed).toMatchObject({ at: NOON, ticks: 100, sourceCalls: 1, sourceP95: 0 });
  expect(summed.lagP95).toBeGreaterThanOrEqual(94);
  expect(summed.lagP95).toBeLessThanOrEqual(96);
  expect(summed.tookP95).toBeGreaterThanOrEqual(188);
  expect(summed.tookP95).toBeLessThanOrEqual(192);

  now = NOON + 60_000;
  expect(minute.summary()).toEqual({
    at: NOON + 60_000,
    ticks: 0,
    lagP95: null,
    tookP95: null,
    sourceCalls: 0,
    sourceP95: null,
  });
});

test('what is too early counts as on time', () => {
  const minute = new MinuteRecord(() => NOON);
  minute.ticked(-5, 0.2);
  expect(minute.summary()).toMatchObject({ lagP95: 0, tookP95: 0 });
});
