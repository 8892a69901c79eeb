import { expect, test } from 'vitest';
import { timeTicks } from './time-ticks';

test.each([
  [10_000, 840, 1_000, 11],
  [126_000, 840, 15_000, 9],
  [600_000, 840, 60_000, 11],
  [600_000, 200, 300_000, 3],
])('ticks of %i ms over %i pixels are %i ms apart', (length, width, step, count) => {
  const ticks = timeTicks(length, width);
  expect(ticks).toHaveLength(count);
  expect(ticks[1]).toBe(step);
});

test('a window of days is no endless row', () => {
  expect(timeTicks(7 * 86_400_000, 840).length).toBeLessThan(12);
});
