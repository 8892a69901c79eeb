import { expect, test } from 'vitest';
import { reachOf } from './reach-of';

test.each([
  [[0.06, 0.043], 0.075],
  [[0], 0.01],
  [[3], 3],
  [[0.000_21], 0.000_3],
])('an axis of %j ends at %f', (rates, reach) => {
  expect(reachOf(rates)).toBe(reach);
});

test('one of fifty may stand at the edge', () => {
  const ordinary = (count: number) => Array.from({ length: count }, () => 0.05);
  expect(reachOf([...ordinary(99), 1])).toBe(0.05);
  expect(reachOf([...ordinary(9), 1])).toBe(1);
});
