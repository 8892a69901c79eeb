import type pg from 'pg';
import { briefly } from '../system/briefly';
import { type Queryable, toTimestamp } from '../system/database';
import { callOwner, readPartitions, SNAPSHOTS, THINNED } from '../system/partitions';
import { copyThinned, type Day } from './thinned-copy';

const DAY_MS = 86_400_000;
/** Clocks may differ by less. */
const MARGIN_MS = 60_000;

/** What a pass came to. */
export interface Thinned {
  /** Readings that were looked at, and those of them that are kept. */
  readonly read: number;
  readonly kept: number;
  /** Partitions that hold the thinned readings of a whole day now. */
  readonly done: readonly string[];
  /** A partition that waits for a lock, to the next pass. */
  readonly waiting: string | null;
}

/**
 * Thins the readings of days that ended over a day ago and whose sessions are over, the newest day first.
 *
 * Kept readings are copied session by session to a table that takes the place of the day's partition at the end. So an
 * interrupted pass goes on where it stopped, nothing is ever missing or doubled, and the space is given back at once.
 * @param now Epoch milliseconds.
 * @param hasTime Asked before each part; when it says no, the next pass goes on.
 */
export async function thinSnapshots(pool: pg.Pool, now: number, hasTime: () => boolean): Promise<Thinned> {
  const done: string[] = [];
  let read = 0;
  let kept = 0;
  for (const day of await readDaysToThin(pool, now)) {
    const thinned = `${day.name}${THINNED}`;
    for (;;) {
      if (!hasTime()) return { read, kept, done, waiting: null };
      const copied = await briefly(pool, (client) => copyThinned(client, day, thinned));
      if (copied === 'busy') return { read, kept, done, waiting: day.name };
      if (copied === 'all copied') break;
      read += copied.read;
      kept += copied.kept;
    }
    const swapped = await briefly(pool, (client) => callOwner(client, 'finish_thinning($1)', [day.name]));
    if (swapped === 'busy') return { read, kept, done, waiting: day.name };
    if (swapped) done.push(thinned);
  }
  return { read, kept, done, waiting: null };
}

/** Partitions that aren't thinned, and in which no session can get another reading. */
async function readDaysToThin(db: Queryable, now: number): Promise<readonly Day[]> {
  const { rows } = await db.query<{ earliest: number | null }>(
    `SELECT least((SELECT min(started_at) FROM variant_monitoring WHERE status = 'monitoring'),
                  (SELECT min(started_at) FROM variant_monitoring
                   WHERE status = 'killed' AND regretted IS NULL AND deadline_at > $1)) AS earliest`,
    [toTimestamp(now)],
  );
  const before = Math.min(now - DAY_MS, (rows[0]?.earliest ?? now) - MARGIN_MS);
  return (await readPartitions(db, SNAPSHOTS))
    .flatMap(({ name, from, to }) => (from === null ? [] : [{ name, from, to }]))
    .filter(({ name, to }) => to <= before && !name.endsWith(THINNED))
    .toReversed();
}
