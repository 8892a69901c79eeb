import { type Queryable, toTimestamp } from './database';

/** How a worker did in a minute, so far. */
export interface WorkerMinute {
  readonly workerId: string;
  /** An instant of the minute, epoch milliseconds. */
  readonly at: number;
  readonly ticks: number;
  /** Milliseconds, as the other percentiles; null without a tick. */
  readonly lagP95: number | null;
  readonly tookP95: number | null;
  readonly sourceCalls: number;
  /** Null without a call. */
  readonly sourceP95: number | null;
}

/** Records a minute of a worker in place of what was recorded of it before. */
export async function recordMinute(
  db: Queryable,
  { workerId, at, ticks, lagP95, tookP95, sourceCalls, sourceP95 }: WorkerMinute,
): Promise<void> {
  await db.query(
    `INSERT INTO worker_minutes (minute, worker_id, ticks, lag_p95, took_p95, source_calls, source_p95)
     VALUES (date_trunc('minute', $1::timestamptz), $2, $3, $4, $5, $6, $7)
     ON CONFLICT (minute, worker_id) DO UPDATE SET ticks = excluded.ticks, lag_p95 = excluded.lag_p95,
       took_p95 = excluded.took_p95, source_calls = excluded.source_calls, source_p95 = excluded.source_p95`,
    [toTimestamp(at), workerId, ticks, lagP95, tookP95, sourceCalls, sourceP95],
  );
}

/** Deletes the minutes before an instant, epoch milliseconds. */
export async function forgetMinutes(db: Queryable, before: number): Promise<void> {
  await db.query('DELETE FROM worker_minutes WHERE minute < $1', [toTimestamp(before)]);
}

/** A stretch of time, of all workers together; null where nothing was measured. */
export interface HistoryPoint {
  /** When it begins, epoch milliseconds. */
  readonly at: number;
  readonly workers: number;
  /** Milliseconds, of the worst minute of the worst worker. */
  readonly lagP95: number | null;
  readonly tookP95: number | null;
  readonly sourceCalls: number;
  readonly sourceP95: number | null;
  /** Automatic kills whose last step is done. */
  readonly kills: number;
  /** Milliseconds from the sample that decided a kill to its last step. */
  readonly killP95: number | null;
}

/**
 * Reads how workers, sources and kills did.
 * @param now Epoch milliseconds: when the last stretch ends, or a little later.
 * @returns As many stretches as asked for, the oldest first, whether or not anything happened in them.
 */
export async function readSystemHistory(
  db: Queryable,
  { now, stepSeconds, steps }: { readonly now: number; readonly stepSeconds: number; readonly steps: number },
): Promise<readonly HistoryPoint[]> {
  const { rows } = await db.query<HistoryPoint>(
    `WITH stretches AS (
       SELECT generate_series(last_at - make_interval(secs => $2 * ($3 - 1)), last_at, make_interval(secs => $2)) AS at
       FROM (SELECT date_bin(make_interval(secs => $2), $1::timestamptz, 'epoch') AS last_at) AS newest
     ), minutes AS (
       SELECT date_bin(make_interval(secs => $2), minute, 'epoch') AS at, count(DISTINCT worker_id) AS workers,
              max(lag_p95) AS lag, max(took_p95) AS took, sum(source_calls) AS calls, max(source_p95) AS source
       FROM worker_minutes WHERE minute >= (SELECT min(at) FROM stretches) GROUP BY 1
     ), kills AS (
       SELECT date_bin(make_interval(secs => $2), d.decided_at, 'epoch') AS at, count(*) AS kills,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM m.completed_at - m.observed_at)::float8 * 1000) AS took
       FROM decisions d JOIN variant_monitoring m ON m.id = d.monitoring_id
       WHERE d.decided_at >= (SELECT min(at) FROM stretches) AND d.outcome = 'killed' AND d.reason <> 'manual'
         AND m.completed_at IS NOT NULL AND m.observed_at IS NOT NULL
       GROUP BY 1
     )
     SELECT s.at, coalesce(m.workers, 0) AS workers, m.lag AS "lagP95", m.took AS "tookP95",
            coalesce(m.calls, 0)::bigint AS "sourceCalls", m.source AS "sourceP95", coalesce(k.kills, 0) AS kills, k.took AS "killP95"
     FROM stretches s LEFT JOIN minutes m ON m.at = s.at LEFT JOIN kills k ON k.at = s.at ORDER BY s.at`,
    [toTimestamp(now), stepSeconds, steps],
  );
  return rows;
}
