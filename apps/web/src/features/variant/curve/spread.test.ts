import { expect, test } from 'vitest';
import { spread } from './spread';

test('all where there are few', () => expect(spread([1, 2, 3], 3)).toEqual([1, 2, 3]));

test('of many the first, the last, and some between them', () => {
  const numbers = Array.from({ length: 601 }, (_, index) => index);
  expect(spread(numbers, 4)).toEqual([0, 200, 400, 600]);
  expect(spread(numbers, 40)).toHaveLength(40);
});
