import { type Database, type HourTrend, readHourTrends } from '@cull/db';

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** What the hours of the last day brought, oldest first, the present one last. */
export type Trends = readonly HourTrend[];

/** Reads the last 24 hours, each of them there, whether anything happened in it or not. */
export async function readTrends({ pool }: Database, now: number): Promise<Trends> {
  const present = Math.floor(now / HOUR_MS) * HOUR_MS;
  const since = present - (HOURS - 1) * HOUR_MS;
  const known = new Map((await readHourTrends(pool, since)).map((hour) => [hour.at, hour]));
  return Array.from({ length: HOURS }, (_, index) => {
    const at = since + index * HOUR_MS;
    return known.get(at) ?? { at, posted: 0, killed: 0, timedOut: 0, stopped: 0, killLatencyP95Ms: null };
  });
}
