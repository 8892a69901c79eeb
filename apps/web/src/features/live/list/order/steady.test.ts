import { expect, test } from 'vitest';
import { inOrderOf } from './steady';

/** Rows are an id and what is known of it. */
const order = (before: string[], rows: string[], keepsGone = false) =>
  inOrderOf(before, rows, (row) => row.split(' ')[0] ?? '', keepsGone);

test('rows stay where they were, new ones come behind in their own order', () => {
  expect(order(['a', 'b', 'c'], ['c', 'new', 'a', 'newer', 'b'])).toEqual(['a', 'b', 'c', 'new', 'newer']);
});

test('rows are as they are known now', () => {
  expect(order(['a 1', 'b 1'], ['b 2', 'a 2'], true)).toEqual(['a 2', 'b 2']);
});

test('rows that are gone leave no gap, unless they are to hold their places', () => {
  expect(order(['a', 'b', 'c'], ['c', 'a'])).toEqual(['a', 'c']);
  expect(order(['a 1', 'b 1', 'c 1'], ['c 2', 'new'], true)).toEqual(['a 1', 'b 1', 'c 2', 'new']);
});
