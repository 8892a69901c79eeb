/** A rate as it is recorded. */
export interface RatePoint {
  readonly at: string;
  readonly engagementRate: number | null;
}

/** Of the picture, in its own units. */
export const WIDE = { width: 240, height: 56 } as const;
const MARGIN = 3;
/** Of the expected rate: what is above leaves the picture, as first readings do. */
const TOP = 1.5;

/** Returns the line of a session's rates, and where a rate stands in the picture. */
export function linePath(points: readonly RatePoint[], expected: number) {
  const read = points.flatMap(({ at, engagementRate }) =>
    engagementRate === null ? [] : [{ at: Date.parse(at), rate: engagementRate }],
  );
  const begin = read[0]?.at ?? 0;
  const span = Math.max(1, (read.at(-1)?.at ?? begin) - begin);
  const y = (rate: number) =>
    WIDE.height - MARGIN - Math.min(1, rate / (TOP * expected)) * (WIDE.height - 2 * MARGIN);
  const d = read
    .map(({ at, rate }, index) => {
      const x = ((at - begin) / span) * WIDE.width;
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y(rate).toFixed(1)}`;
    })
    .join('');
  return { d: read.length < 2 ? '' : d, y };
}
