/** Where a point stands in the picture. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/**
 * Leaves out points until at most `maxPoints` are left, and keeps the shape: the first, the last, and from each of
 * the equal stretches between them the point that sticks out most, seen from the one kept before and from the middle
 * of the next stretch (the method is known as largest triangle, three buckets).
 * @param points In the order of x.
 * @param maxPoints At least 2.
 */
export function thin<Point>(
  points: readonly Point[],
  maxPoints: number,
  positionOf: (point: Point) => Position,
): Point[] {
  const [first, ...rest] = points;
  const last = rest.pop();
  if (first === undefined || last === undefined || points.length <= maxPoints) return [...points];
  const stretches = maxPoints - 2;
  const between = (index: number) =>
    rest.slice(
      Math.floor((index * rest.length) / stretches),
      Math.floor(((index + 1) * rest.length) / stretches),
    );
  const kept = [first];
  let before = positionOf(first);
  for (let index = 0; index < stretches; index += 1) {
    const after = index + 1 < stretches ? middleOf(between(index + 1).map(positionOf)) : positionOf(last);
    const chosen = farthest(between(index), before, after, positionOf);
    if (chosen === undefined) continue;
    kept.push(chosen);
    before = positionOf(chosen);
  }
  return [...kept, last];
}

function farthest<Point>(
  points: readonly Point[],
  before: Position,
  after: Position,
  positionOf: (point: Point) => Position,
): Point | undefined {
  let chosen: Point | undefined;
  let largest = -1;
  for (const point of points) {
    const { x, y } = positionOf(point);
    // Twice the area of the triangle, which is as good to compare by.
    const area = Math.abs((before.x - after.x) * (y - before.y) - (before.x - x) * (after.y - before.y));
    if (area <= largest) continue;
    largest = area;
    chosen = point;
  }
  return chosen;
}

function middleOf(positions: readonly Position[]): Position {
  const sum = positions.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / positions.length, y: sum.y / positions.length };
}
