import { expect, test } from 'vitest';
import { nearestPoint, percent } from './trade-off-words';

const POINTS = [0.2, 0.3, 0.4].map((killRatio) => ({ killRatio }));

test('the nearest point is found, of two as near the more lenient', () => {
  expect([0, 0.24, 0.25, 0.26, 0.35, 1].map((ratio) => nearestPoint(POINTS, ratio)?.killRatio)).toEqual([
    0.2, 0.2, 0.2, 0.3, 0.3, 0.4,
  ]);
  expect(nearestPoint([], 0.5)).toBe(null);
});

test('a ratio is a percentage without decimals', () => {
  expect([0.2, 0.305, 0.9].map(percent)).toEqual(['20%', '31%', '90%']);
});
