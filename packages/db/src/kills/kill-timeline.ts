import type { KillReason } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** Kills of one persona by one reason in a stretch of time. */
export interface KillBucket {
  /** When the stretch begins, epoch milliseconds. */
  readonly at: number;
  readonly personaId: string;
  readonly reason: KillReason;
  readonly kills: number;
}

/** Kills since, in stretches of so many seconds, oldest first; stretches without any are left out. */
export async function readKillBuckets(
  db: Queryable,
  since: number,
  bucketSeconds: number,
): Promise<readonly KillBucket[]> {
  const { rows } = await db.query<KillBucket>(
    `SELECT date_bin(make_interval(secs => $2), decided_at, 'epoch') AS at, persona_id AS "personaId", reason, count(*) AS kills
     FROM decisions WHERE outcome = 'killed' AND decided_at >= $1
     GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
    [toTimestamp(since), bucketSeconds],
  );
  return rows;
}

/** The usual percentiles of a figure; null where there is nothing to take them of. */
export interface Percentiles {
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** What kills came to. */
export interface KillFigures {
  readonly kills: number;
  /** From the posting to the kill, in seconds. */
  readonly timeToKill: Percentiles;
  /** From the sample that decided the kill to the decision, in milliseconds; automatic kills alone, as the next two. */
  readonly observedToDecided: Percentiles;
  /** From the decision to the last step being done. */
  readonly decidedToDone: Percentiles;
  /** From the sample to the last step being done. */
  readonly observedToDone: Percentiles;
  /** How many of the last took at most so many milliseconds, and longer than the one before; null for any longer. */
  readonly histogram: readonly { readonly upToMs: number | null; readonly kills: number }[];
}

const UP_TO_MS = [50, 100, 250, 500, 1_000, 2_000, 5_000] as const;

interface FigureRow {
  readonly kills: number;
  readonly timeToKill: readonly number[] | null;
  readonly observedToDecided: readonly number[] | null;
  readonly decidedToDone: readonly number[] | null;
  readonly observedToDone: readonly number[] | null;
}

/** Sums up the kills since. */
export async function readKillFigures(db: Queryable, since: number): Promise<KillFigures> {
  const kills = `SELECT m.started_at, d.decided_at, m.completed_at,
            CASE WHEN d.reason <> 'manual' THEN m.observed_at END AS observed_at
     FROM decisions d JOIN variant_monitoring m ON m.id = d.monitoring_id
     WHERE d.decided_at >= $1 AND d.outcome = 'killed'`;
  const share = (figure: string) =>
    `percentile_cont(ARRAY[0.5, 0.95, 0.99]) WITHIN GROUP (ORDER BY extract(epoch FROM ${figure})::float8)`;
  const [figures, histogram] = await Promise.all([
    db.query<FigureRow>(
      `WITH kills AS (${kills})
       SELECT count(*) AS kills,
              ${share('decided_at - started_at')} AS "timeToKill",
              ${share('decided_at - observed_at')} AS "observedToDecided",
              ${share('completed_at - decided_at')} FILTER (WHERE observed_at IS NOT NULL) AS "decidedToDone",
              ${share('completed_at - observed_at')} AS "observedToDone"
       FROM kills`,
      [toTimestamp(since)],
    ),
    db.query<{ bucket: number; kills: number }>(
      `WITH kills AS (${kills})
       SELECT width_bucket(extract(epoch FROM completed_at - observed_at) * 1000, $2::numeric[])::int AS bucket, count(*) AS kills
       FROM kills WHERE completed_at IS NOT NULL AND observed_at IS NOT NULL GROUP BY 1`,
      [toTimestamp(since), UP_TO_MS],
    ),
  ]);
  const [row] = figures.rows;
  if (row === undefined) throw new Error('the query of the kills gave no row');
  return {
    kills: row.kills,
    timeToKill: percentiles(row.timeToKill, 1),
    observedToDecided: percentiles(row.observedToDecided, 1_000),
    decidedToDone: percentiles(row.decidedToDone, 1_000),
    observedToDone: percentiles(row.observedToDone, 1_000),
    histogram: [...UP_TO_MS, null].map((upToMs, bucket) => ({
      upToMs,
      kills: histogram.rows.find((counted) => counted.bucket === bucket)?.kills ?? 0,
    })),
  };
}

function percentiles(values: readonly number[] | null, factor: number): Percentiles {
  const [p50, p95, p99] = (values ?? []).map((value) => value * factor);
  return { p50: p50 ?? null, p95: p95 ?? null, p99: p99 ?? null };
}
