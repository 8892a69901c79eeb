import { seeded } from '@cull/core/testing';
import { expect, test } from 'vitest';
import { placeLabels } from './pin-layout';

const rowsOf = (...moments: [x: number, label: string][]) =>
  placeLabels(
    moments.map(([x, label]) => ({ x, label })),
    800,
    3,
  ).map(({ row, side }) => (row === null ? 'none' : `${side} ${row}`));

test('names with room between them stand in one row', () => {
  expect(rowsOf([0, 'posted'], [300, 'warned 3:18'], [500, 'killed 3:34'])).toEqual([
    'right 0',
    'right 0',
    'right 0',
  ]);
});

test('of names that would meet, the earlier one stands above', () => {
  expect(rowsOf([300, 'warned 3:18'], [320, 'went bad 3:20'], [340, 'killed 3:34'])).toEqual([
    'right 2',
    'right 1',
    'right 0',
  ]);
});

test('a name at the right edge stands on the left of its line', () => {
  expect(rowsOf([790, 'killed 3:34'])).toEqual(['left 0']);
});

test('a name without room is left out, not put on others', () => {
  expect(rowsOf([300, 'one one'], [301, 'two two'], [302, 'three'], [303, 'four four'])).toContain('none');
});

test('no two names in a row ever meet', () => {
  const random = seeded(3, 1);
  for (let round = 0; round < 200; round += 1) {
    const moments = Array.from({ length: Math.floor(random.uniform() * 12) }, () => ({
      x: Math.floor(random.uniform() * 800),
      label: 'n'.repeat(Math.floor(random.uniform() * 24)),
    }));
    const spans = placeLabels(moments, 800, 3).flatMap(({ row, side }, index) => {
      const { x, label } = moments[index] ?? { x: 0, label: '' };
      const length = label.length * 6.7 + 4;
      return row === null
        ? []
        : [{ row, from: side === 'right' ? x : x - length, to: side === 'right' ? x + length : x }];
    });
    for (const [index, one] of spans.entries())
      for (const other of spans.slice(index + 1))
        expect(one.row === other.row && one.from < other.to && other.from < one.to).toBe(false);
  }
});
