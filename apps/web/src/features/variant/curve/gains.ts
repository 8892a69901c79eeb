interface Counters {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly views: number;
  readonly interactions: number;
}

/** What came within a stretch of time. */
export interface Gain {
  readonly views: number;
  readonly interactions: number;
}

/**
 * Returns what came in each of equal stretches of time. Views between two readings came evenly, as far as anybody knows;
 * interactions stand where they were read.
 * @param points In the order of time.
 * @param span Epoch milliseconds.
 */
export function gainsOf(
  points: readonly Counters[],
  [begin, end]: readonly [number, number],
  count: number,
): readonly Gain[] {
  const views = new Float64Array(count);
  const interactions = new Float64Array(count);
  const placeOf = (at: number) =>
    Math.min(count - 1, Math.max(0, Math.floor(((at - begin) / (end - begin)) * count)));
  let before: Counters = { at: begin, views: 0, interactions: 0 };
  for (const point of points) {
    const [from, to] = [placeOf(before.at), placeOf(point.at)];
    // Counters that fell are no views that came.
    const came = Math.max(0, point.views - before.views) / (to - from + 1);
    for (let index = from; index <= to; index += 1) views[index] = (views[index] ?? 0) + came;
    const reacted = Math.max(0, point.interactions - before.interactions);
    interactions[to] = (interactions[to] ?? 0) + reacted;
    before = point;
  }
  return Array.from({ length: count }, (_, index) => ({
    views: views[index] ?? 0,
    interactions: interactions[index] ?? 0,
  }));
}
