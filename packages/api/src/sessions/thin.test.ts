import { describe, expect, it } from 'vitest';
import { type Position, thin } from './thin';

const asIs = (point: Position) => point;
const line = (length: number, y: (x: number) => number = () => 0) =>
  Array.from({ length }, (_, x) => ({ x, y: y(x) }));

describe('thin', () => {
  it.each([0, 1, 2, 3, 10])('leaves %i points alone where ten are allowed', (length) => {
    expect(thin(line(length), 10, asIs)).toEqual(line(length));
  });

  it.each([
    [600, 2],
    [600, 3],
    [601, 600],
    [86_400, 600],
    [7, 5],
  ])('of %i points keeps exactly %i, the first and the last among them, in order', (length, maxPoints) => {
    const points = line(length, (x) => Math.sin(x / 7));
    const kept = thin(points, maxPoints, asIs);
    expect(kept).toHaveLength(maxPoints);
    expect(kept[0]).toEqual(points[0]);
    expect(kept.at(-1)).toEqual(points.at(-1));
    expect(kept.every(({ x }, index) => index === 0 || x > (kept[index - 1]?.x ?? x))).toBe(true);
  });

  it('keeps a single dip, wherever it is', () => {
    for (const dip of [1, 137, 500, 998]) {
      const kept = thin(
        line(1_000, (x) => (x === dip ? -1 : 0)),
        20,
        asIs,
      );
      expect(kept.map(({ y }) => y)).toContain(-1);
    }
  });
});
