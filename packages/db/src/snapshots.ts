import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from './database';

/** A reading to keep, or kept. */
export interface Snapshot {
  readonly monitoringId: string;
  readonly observedAt: number;
  readonly views: number;
  readonly interactions: number;
  /** The interactions by kind, where the source tells. */
  readonly breakdown: Readonly<Record<string, number>> | null;
}

/** Keeps readings, all in one statement. One that is kept already is left as it is. */
export async function insertSnapshots(db: Queryable, snapshots: readonly Snapshot[]): Promise<void> {
  if (snapshots.length === 0) return;
  await db.query(
    `INSERT INTO metric_snapshots (monitoring_id, observed_at, views, interactions, breakdown)
     SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::bigint[], $4::bigint[], $5::jsonb[])
     ON CONFLICT DO NOTHING`,
    [
      snapshots.map((s) => s.monitoringId),
      snapshots.map((s) => toTimestamp(s.observedAt)),
      snapshots.map((s) => s.views),
      snapshots.map((s) => s.interactions),
      snapshots.map((s) => (s.breakdown === null ? null : JSON.stringify(s.breakdown))),
    ],
  );
}

/** A session's readings in the order of time. */
export async function readSnapshots(
  db: Queryable,
  monitoringId: string,
): Promise<readonly Omit<Snapshot, 'breakdown'>[]> {
  const { rows } = await db.query<{ observedAt: number; views: number; interactions: number }>(
    `SELECT observed_at AS "observedAt", views, interactions FROM metric_snapshots
     WHERE monitoring_id = $1 ORDER BY observed_at`,
    [monitoringId],
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
): Promise<readonly Omit<Snapshot, 'breakdown'>[]> {
  const { rows } = await db.query<Omit<Snapshot, 'breakdown'>>(
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

const DAY_MS = 86_400_000;

/**
 * Makes the partitions of yesterday, today and the days ahead, where they are missing. Readings of such a day that
 * came before its partition was there move into it.
 * @param now Epoch milliseconds.
 * @param daysAhead How many days after today to prepare.
 */
export async function ensureSnapshotPartitions(pool: pg.Pool, now: number, daysAhead = 3): Promise<void> {
  for (let day = -1; day <= daysAhead; day += 1) {
    await ensurePartition(pool, dayOf(now + day * DAY_MS), dayOf(now + (day + 1) * DAY_MS));
  }
}

/** The names and days are made here: nothing from outside enters the statements. */
async function ensurePartition(pool: pg.Pool, from: string, to: string): Promise<void> {
  const name = partitionName(from);
  await inTransaction(pool, async (client) => {
    // Workers that start at once take turns.
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('metric_snapshots partitions', 0))");
    const { rows } = await client.query<{ exists: boolean }>('SELECT to_regclass($1) IS NOT NULL AS exists', [
      name,
    ]);
    if (rows[0]?.exists) return;
    await client.query(`CREATE TABLE "${name}" (LIKE metric_snapshots INCLUDING INDEXES)`);
    await client.query(
      `WITH moved AS (
         DELETE FROM metric_snapshots_default WHERE observed_at >= $1 AND observed_at < $2 RETURNING *
       ) INSERT INTO "${name}" SELECT * FROM moved`,
      [`${from}T00:00:00Z`, `${to}T00:00:00Z`],
    );
    await client.query(
      `ALTER TABLE metric_snapshots ATTACH PARTITION "${name}" FOR VALUES FROM ('${from}T00:00:00Z') TO ('${to}T00:00:00Z')`,
    );
  });
}

/**
 * Drops the partitions whose whole day is older than the retention, and old readings of the default partition.
 * @returns The names of the partitions dropped.
 */
export async function dropOldSnapshots(
  db: Queryable,
  now: number,
  retentionDays: number,
): Promise<readonly string[]> {
  const oldestKept = partitionName(dayOf(now - retentionDays * DAY_MS));
  const { rows } = await db.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
     WHERE i.inhparent = 'metric_snapshots'::regclass AND c.relname ~ '^metric_snapshots_[0-9]{8}$' AND c.relname < $1`,
    [oldestKept],
  );
  for (const { name } of rows) await db.query(`DROP TABLE IF EXISTS "${name}"`);
  await db.query('DELETE FROM metric_snapshots_default WHERE observed_at < $1', [
    toTimestamp(now - retentionDays * DAY_MS),
  ]);
  return rows.map((row) => row.name);
}

function dayOf(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function partitionName(day: string): string {
  return `metric_snapshots_${day.replaceAll('-', '')}`;
}
