import { expect, test } from 'vitest';
import { nearest, neighbor, plotOf, xOf, yOf } from './plot';

const plot = plotOf(464, 252, { low: 1, high: 10_000 });

test('the axes are logarithmic across, and from 200% down to 0%', () => {
  expect([1, 100, 10_000].map((due) => Math.round(xOf(plot, due)))).toEqual([48, 248, 448]);
  expect([2, 1, 0].map((share) => yOf(plot, share))).toEqual([12, 112, 212]);
});

test('a canvas without room has a plot of a pixel', () => {
  expect(plotOf(0, 0, plot.range)).toMatchObject({ width: 1, height: 1 });
});

const [west, middle, east, north] = [
  { monitoringId: 'west', x: 10, y: 0.95 },
  { monitoringId: 'middle', x: 100, y: 1 },
  { monitoringId: 'east', x: 1_000, y: 0.9 },
  { monitoringId: 'north', x: 120, y: 2 },
];
const dots = [west, middle, east, north];

test('the nearest dot is found, and none beyond the reach', () => {
  expect(nearest(plot, dots, { left: 250, top: 115 }, 12)).toBe(middle);
  expect(nearest(plot, dots, { left: 250, top: 160 }, 12)).toBeNull();
  expect(nearest(plot, [], { left: 0, top: 0 }, 12)).toBeNull();
});

test.each([
  ['left', west],
  ['right', north],
  ['up', north],
  ['down', west],
] as const)('the arrow %s goes to the next one there', (direction, next) => {
  expect(neighbor([west, east, north, middle], middle, direction)).toBe(next);
});

test('at the end the arrow stays, and of dots in one place each is reached', () => {
  expect(neighbor(dots, east, 'right')).toBe(east);
  const [first, second, third] = ['a', 'b', 'c'].map((monitoringId) => ({ monitoringId, x: 5, y: 1 }));
  if (first === undefined || second === undefined || third === undefined) throw new Error('three dots');
  const heap = [third, first, second];
  expect(neighbor(heap, first, 'right')).toBe(second);
  expect(neighbor(heap, second, 'right')).toBe(third);
  expect(neighbor(heap, second, 'down')).toBe(first);
});
