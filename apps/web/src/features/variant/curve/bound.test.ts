import { expect, test } from 'vitest';
import { boundLines, crossingOf } from './bound';

const point = (at: number, bound: number | null) => ({
  at,
  views: 100,
  interactions: 1,
  rate: 0.01,
  due: 3,
  bound,
});
const step = (at: number, healthy: number) => ({ at, warn: 0.7 * healthy, kill: healthy / 2, healthy });
const POINTS = [point(1, null), point(2, 0.2), point(3, 0.07), point(4, 0.05), point(5, 0.04)];

test('the bound crosses where it first comes below what is healthy', () => {
  expect(crossingOf(POINTS, [step(0, 0.06)])).toEqual({ at: 4, rate: 0.05 });
  expect(crossingOf(POINTS, [step(0, 0.03)])).toBeNull();
});

test('what was healthy at the time counts', () => {
  expect(crossingOf(POINTS, [step(0, 0.03), step(5, 0.06)])).toEqual({ at: 5, rate: 0.04 });
});

test('there is no line where the evidence rules nothing out', () => {
  const lines = boundLines([point(1, null), point(2, 0.2), point(3, 0.1), point(4, null), point(5, 0.1)]);
  expect(lines.map((line) => line.map(({ at }) => at))).toEqual([[2, 3], [5]]);
});
