import { expect, test } from 'vitest';
import { linesOf } from './series-lines';

const series = (...values: (number | null)[]) =>
  values.map((value, index) => ({ at: new Date(index * 60_000).toISOString(), value }));

test('a line goes on from stretch to stretch, and breaks where nothing was measured', () => {
  expect(linesOf(series(0, 10, null, 5), 10)).toEqual([
    { from: 0, path: 'M0 100H25L25 4H50' },
    { from: 75, path: 'M75 52H100' },
  ]);
});

test('nothing measured is no line', () => {
  expect(linesOf(series(null, null), 1)).toEqual([]);
  expect(linesOf([], 1)).toEqual([]);
});
