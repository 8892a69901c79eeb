import { expect, test } from 'vitest';
import { linePath } from './small-curve-path';

const point = (second: number, engagementRate: number | null) => ({
  at: new Date(second * 1_000).toISOString(),
  engagementRate,
});

test('the line goes from edge to edge, and what is far above stays at the top', () => {
  const { d, y } = linePath([point(0, null), point(10, 0.9), point(20, 0.06), point(30, 0)], 0.06);
  expect(d).toBe('M0.0 3.0L120.0 19.7L240.0 53.0');
  expect(y(0.06)).toBeCloseTo(19.7, 1);
});

test('one reading is no line', () => {
  expect(linePath([point(0, 0.1)], 0.06).d).toBe('');
  expect(linePath([], 0.06).d).toBe('');
});
