/** A part of the expected rate: 50%. */
export function percent(ratio: number): string {
  return `${Math.round(ratio * 100)}%`;
}

/**
 * The point whose kill ratio is nearest to one; of two as near, the more lenient.
 * @param points At least one, from lenient to strict.
 */
export function nearestPoint<Point extends { readonly killRatio: number }>(
  points: readonly Point[],
  killRatio: number,
): Point | null {
  const distance = (point: Point) => Math.round(Math.abs(point.killRatio - killRatio) * 1e6);
  return points.reduce<Point | null>(
    (best, point) => (best === null || distance(point) < distance(best) ? point : best),
    null,
  );
}
