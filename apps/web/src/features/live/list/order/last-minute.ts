import type { PointFrame } from '@cull/api';

/** An engagement rate, 0 to 1, and when it was read, epoch milliseconds. */
export interface Reading {
  readonly at: number;
  readonly rate: number;
}

/** What is drawn of a variant in a list: of what is recorded and what is live, whatever has a rate. */
type Point = Pick<PointFrame, 'at' | 'engagementRate'>;

const LENGTH_MS = 60_000;

/** A variant's engagement rates of the minute before the newest: those recorded, then the live ones that came later. */
export function lastMinute(recorded: readonly Point[], live: readonly Point[]): readonly Reading[] {
  const known = toReadings(recorded);
  const knownUntil = known.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  const readings = [...known, ...toReadings(live).filter(({ at }) => at > knownUntil)];
  const newest = readings.at(-1)?.at ?? 0;
  return readings.filter(({ at }) => newest - at <= LENGTH_MS);
}

function toReadings(points: readonly Point[]): readonly Reading[] {
  return points.flatMap(({ at, engagementRate }) =>
    at === null || engagementRate === null ? [] : [{ at: Date.parse(at), rate: engagementRate }],
  );
}
