import { expect, test } from 'vitest';
import { inOrderOf } from './steady';

const order = (before: string[], rows: string[]) => inOrderOf(before, rows, (row) => row);

test('rows stay where they were, new ones come behind in their own order', () => {
  expect(order(['a', 'b', 'c'], ['c', 'new', 'a', 'newer', 'b'])).toEqual(['a', 'b', 'c', 'new', 'newer']);
});

test('rows that are gone leave no gap', () => {
  expect(order(['a', 'b', 'c'], ['c', 'a'])).toEqual(['a', 'c']);
});
