import type { CurvePoint } from './curve';

/** Room above what is shown. */
const HEADROOM = 1.15;
const TICKS = 5;
/** Steps that read well as percentages. */
const STEPS = [1, 2, 2.5, 5, 10];

export interface Scale {
  readonly top: number;
  readonly ticks: readonly number[];
}

/**
 * The rates that the curve has room for. The first readings swing wildly, as one interaction among three views does;
 * the scale begins to listen once as many views are in as one expected interaction takes, or nothing else would be seen.
 * @param expected Engagement rate, above 0.
 */
export function scaleOf(points: readonly CurvePoint[], expected: number): Scale {
  const settled = points.filter(({ views }) => views * expected >= 1);
  const highest = settled.reduce((top, { rate }) => Math.max(top, rate), expected);
  const step = niceStep((highest * HEADROOM) / TICKS);
  const count = Math.ceil((highest * HEADROOM) / step);
  return { top: count * step, ticks: Array.from({ length: count + 1 }, (_, index) => index * step) };
}

function niceStep(atLeast: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(atLeast));
  const factor = STEPS.find((step) => step * magnitude >= atLeast) ?? 10;
  return factor * magnitude;
}

/** From the start to the newest point or marker, so that the ending is always on the curve. */
export function spanOf(
  startedAt: number,
  points: readonly CurvePoint[],
  markersAt: readonly number[],
): [number, number] {
  const begin = Math.min(startedAt, points[0]?.at ?? startedAt);
  return [begin, Math.max(begin + 1_000, points.at(-1)?.at ?? begin, ...markersAt)];
}
