import { dropOldDeliveries, dropOldSnapshots, ensureSnapshotPartitions } from '@cull/db';
import type { WorkerContext } from './context';

/** The delivery log is for seeing what went wrong lately; what happened is in the event log. */
const DELIVERIES_FOR_MS = 30 * 86_400_000;

/** Prepares the partitions of the days to come, and drops what is past its retention. */
export async function retain({ db, log, now }: WorkerContext, retentionDays: number): Promise<void> {
  await ensureSnapshotPartitions(db.pool, now());
  const dropped = await dropOldSnapshots(db.pool, now(), retentionDays);
  await dropOldDeliveries(db, now() - DELIVERIES_FOR_MS);
  if (dropped.length > 0) log.info({ dropped, retentionDays }, 'dropped snapshots past their retention');
}
