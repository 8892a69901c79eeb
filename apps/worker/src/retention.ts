import { dropOldSnapshots, ensureSnapshotPartitions } from '@cull/db';
import type { WorkerContext } from './context';

/** Prepares the partitions of the days to come and drops those past the retention. */
export async function retain({ db, log, now }: WorkerContext, retentionDays: number): Promise<void> {
  await ensureSnapshotPartitions(db.pool, now());
  const dropped = await dropOldSnapshots(db.pool, now(), retentionDays);
  if (dropped.length > 0) log.info({ dropped, retentionDays }, 'dropped snapshots past their retention');
}
