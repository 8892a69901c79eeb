import { type Queryable, toTimestamp } from '../system/database';

/** Clocks may differ by less. */
const MARGIN_MS = 60_000;

/** A reading to keep, or kept. */
export interface Snapshot {
  readonly monitoringId: string;
  readonly observedAt: number;
  readonly views: number;
  readonly interactions: number;
}

/** Keeps readings, all in one statement. One that is kept already is left as it is. */
export async function insertSnapshots(db: Queryable, snapshots: readonly Snapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  await db.query(
    `INSERT INTO metric_snapshots (monitoring_id, observed_at, views, interactions)
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[])
     ON CONFLICT DO NOTHING`,
    [
      snapshots.map((s) => s.monitoringId),
      snapshots.map((s) => toTimestamp(s.observedAt)),
      snapshots.map((s) => s.views),
      snapshots.map((s) => s.interactions),
    ],
  );
}

/**
 * Reads a session's snapshots in the order of time.
 * @param span From when and until when the session was read, epoch milliseconds: partitions of other days are left alone.
 */
export async function readSnapshots(
  db: Queryable,
  monitoringId: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly Snapshot[]> {
  const { rows } = await db.query<{ observedAt: number; views: number; interactions: number }>(
    `SELECT observed_at AS "observedAt", views, interactions FROM metric_snapshots
     WHERE monitoring_id = $1 AND observed_at BETWEEN $2 AND $3 ORDER BY observed_at`,
    [monitoringId, toTimestamp(from - MARGIN_MS), toTimestamp(to + MARGIN_MS)],
  );
  return rows.map((row) => ({ monitoringId, ...row }));
}

/**
 * The readings of sessions since an instant, and for each the one that held then.
 * @param since Epoch milliseconds.
 * @returns For each session in the order of time; nothing of sessions that are unknown.
 */
export async function readSnapshotsSince(
  db: Queryable,
  monitoringIds: readonly string[],
  since: number,
): Promise<readonly Snapshot[]> {
  const { rows } = await db.query<Snapshot>(
    // The beginning of the session keeps the search for the one that held out of older partitions.
    `SELECT m.id AS "monitoringId", s.observed_at AS "observedAt", s.views, s.interactions
     FROM variant_monitoring m CROSS JOIN LATERAL (
       (SELECT observed_at, views, interactions FROM metric_snapshots
        WHERE monitoring_id = m.id AND observed_at >= m.started_at AND observed_at < $2
        ORDER BY observed_at DESC LIMIT 1)
       UNION ALL
       (SELECT observed_at, views, interactions FROM metric_snapshots
        WHERE monitoring_id = m.id AND observed_at >= $2)
     ) s
     WHERE m.id = ANY($1::uuid[])
     ORDER BY m.id, s.observed_at`,
    [monitoringIds, toTimestamp(since)],
  );
  return rows;
}

/**
 * The readings of sessions from their posting to the end of their window.
 * @returns For each session in the order of time; nothing of sessions that are unknown.
 */
export async function readWholeSnapshots(
  db: Queryable,
  monitoringIds: readonly string[],
): Promise<readonly Snapshot[]> {
  const { rows } = await db.query<Snapshot>(
    `SELECT m.id AS "monitoringId", s.observed_at AS "observedAt", s.views, s.interactions
     FROM variant_monitoring m CROSS JOIN LATERAL (
       SELECT observed_at, views, interactions FROM metric_snapshots
       WHERE monitoring_id = m.id AND observed_at >= m.started_at - $2::interval
         AND observed_at <= greatest(m.deadline_at, m.ended_at) + $2::interval
     ) s
     WHERE m.id = ANY($1::uuid[])
     ORDER BY m.id, s.observed_at`,
    [monitoringIds, `${MARGIN_MS} milliseconds`],
  );
  return rows;
}
