import { expect, test } from 'vitest';
import { gainsOf } from './gains';

const point = (at: number, views: number, interactions: number) => ({ at, views, interactions });
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

test('what came between two readings is spread over the time between them', () => {
  const gains = gainsOf([point(10, 40, 2), point(30, 100, 2)], [0, 40], 4);
  expect(gains.map(({ views }) => views)).toEqual([20, 40, 20, 20]);
  expect(gains.map(({ interactions }) => interactions)).toEqual([0, 2, 0, 0]);
});

test('all that came is there', () => {
  const points = [point(3, 7, 1), point(17, 90, 4), point(18, 91, 9), point(100, 300, 12)];
  const gains = gainsOf(points, [0, 100], 13);
  expect(sum(gains.map(({ views }) => views))).toBeCloseTo(300);
  expect(sum(gains.map(({ interactions }) => interactions))).toBe(12);
});

test('counters that fell are no gain, and what comes after counts from there', () => {
  const gains = gainsOf([point(10, 100, 5), point(20, 60, 5), point(30, 70, 6)], [0, 30], 3);
  expect(sum(gains.map(({ views }) => views))).toBeCloseTo(110);
});
