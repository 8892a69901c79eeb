import { dropOldPartitions, EVENTS, ensurePartitions, SNAPSHOTS } from '@cull/db';
import type { WorkerContext } from './context';

/** For how many days what is kept. */
export interface Retention {
  readonly snapshots: number;
  readonly events: number;
  readonly sessions: number;
  readonly audit: number;
}

/**
 * Creates the partitions of the days to come, and drops those past their retention. What finds a table locked, as by a
 * backup, waits for the next pass: partitions are created days ahead.
 */
export async function retain(
  { maintenance: db, log, now }: WorkerContext,
  retention: Retention,
): Promise<void> {
  for (const [table, days] of [
    [SNAPSHOTS, retention.snapshots],
    [EVENTS, retention.events],
  ] as const) {
    const created = await ensurePartitions(db.pool, table, now());
    const dropped = await dropOldPartitions(db.pool, table, now(), days);
    if (dropped.changed.length > 0)
      log.info({ dropped: dropped.changed, days }, 'dropped partitions past their retention');
    const waiting = [...created.waiting, ...dropped.waiting];
    if (waiting.length > 0)
      log.warn({ waiting }, 'partitions are locked by somebody else: the next pass tries again');
  }
}
