import { expect, it } from 'vitest';
import { DISABLED_AFTER_MS, pauseAfter } from './retry';

const HOUR = 3_600_000;

it('tries ten times, with growing pauses, over more than fifteen hours', () => {
  const pauses = Array.from({ length: 9 }, (_, made) => pauseAfter(made + 1, null, 0) ?? 0);
  expect(pauses[0]).toBe(5_000);
  expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
  const whole = pauses.reduce((sum, pause) => sum + pause, 0);
  expect(whole).toBeGreaterThan(15 * HOUR);
  expect(whole * 1.2).toBeLessThan(DISABLED_AFTER_MS);
  expect(pauseAfter(10, null, 0)).toBeNull();
});

it('waits longer where the receiver asks for it, up to an hour', () => {
  expect(pauseAfter(1, 60_000, 0)).toBe(60_000);
  expect(pauseAfter(1, 1_000, 0)).toBe(5_000);
  expect(pauseAfter(1, 90 * HOUR, 0)).toBe(HOUR);
});

it('leaves a part to chance', () => {
  expect(pauseAfter(1, null, 1)).toBe(6_000);
});
