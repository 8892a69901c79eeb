import { expect, test } from 'vitest';
import { formatAge } from './age';

test.each([
  [-5, '0 s'],
  [12_400, '12 s'],
  [125_000, '2:05 min'],
  [3_600_000, '1 h 0 min'],
  [5_283_000, '1 h 28 min'],
  [172_800_000, '2 days'],
])('an age of %i ms is said as %s', (age, words) => {
  expect(formatAge(age)).toBe(words);
});
