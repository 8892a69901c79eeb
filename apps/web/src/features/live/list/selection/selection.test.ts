import { beforeEach, expect, test } from 'vitest';
import { clearSelection, rangeOf, select, useSelection } from './selection';

const IDS = ['a', 'b', 'c', 'd'];
const selected = () => [...useSelection.getState().selected].sort().join('');

beforeEach(clearSelection);

test('rows are selected one by one, and a range from the last one', () => {
  select('d', true, false, IDS);
  select('b', true, true, IDS);
  expect(selected()).toBe('bcd');
  select('c', false, false, IDS);
  expect(selected()).toBe('bd');
});

test('a range from a row that is gone is the one row', () => {
  expect(rangeOf('gone', 'b', IDS)).toEqual(['b']);
  expect(rangeOf(null, 'b', IDS)).toEqual(['b']);
  expect(rangeOf('c', 'a', IDS)).toEqual(['a', 'b', 'c']);
});
