import { expect, test } from 'vitest';
import { percentOf } from './percent-of';

test.each([
  [0, 7, '0%'],
  [1, 3, '33%'],
  [7, 7, '100%'],
  [1, 1_000_000, '<1%'],
  [999, 1_000, '>99%'],
])('%d of %d is %s', (part, whole, words) => {
  expect(percentOf(part, whole)).toBe(words);
});
