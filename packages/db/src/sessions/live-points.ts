import type { DataQuality, MonitoringStatus } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** The latest of a session, for a curve that grows. */
export interface LivePoint {
  readonly monitoringId: string;
  readonly status: MonitoringStatus;
  /** When the counters were read, epoch milliseconds; null before the first sample. */
  readonly at: number | null;
  readonly views: number | null;
  readonly interactions: number | null;
  /** 0 to 1. */
  readonly risk: number;
  readonly warned: boolean;
  readonly dataQuality: DataQuality;
  readonly deadlineAt: number;
  /** Interactions that a healthy variant would have so far; null before the first reading. */
  readonly interactionsDue: number | null;
  /** Epoch milliseconds; null while no drop shows. */
  readonly wentBadAt: number | null;
}

/** The latest of each of these sessions, in one query. */
export async function readLivePoints(
  db: Queryable,
  monitoringIds: readonly string[],
): Promise<readonly LivePoint[]> {
  const { rows } = await db.query<LivePoint>(
    `SELECT id AS "monitoringId", status, last_sample_at AS at, views, interactions, risk, warned,
            data_quality AS "dataQuality", deadline_at AS "deadlineAt",
            interactions_due AS "interactionsDue", went_bad_at AS "wentBadAt"
     FROM variant_monitoring WHERE id = ANY($1::uuid[])`,
    [monitoringIds],
  );
  return rows;
}

/** The figures of the strip above the variants. */
export interface Overview {
  readonly monitoring: number;
  readonly warned: number;
  /** Live variants whose kill waits for a person. */
  readonly waitingForApproval: number;
  /** Endings of the last 24 hours. */
  readonly killed: number;
  readonly timedOut: number;
  readonly stopped: number;
  /**
   * From the sample that decided a kill to its last step, of the rules' kills of the last 24 hours; null without any.
   * A kill by hand is decided by a person at any time after a sample, so it says nothing of how fast Cull is.
   */
  readonly killLatencyP50Ms: number | null;
  readonly killLatencyP95Ms: number | null;
  /** The newest sample of any live session, epoch milliseconds. */
  readonly newestSampleAt: number | null;
}

const DAY_MS = 86_400_000;

/** Counts what the strip shows. */
export async function readOverview(db: Queryable, now: number): Promise<Overview> {
  const { rows } = await db.query<Overview>(
    `WITH live AS (
       SELECT count(*) AS monitoring, count(*) FILTER (WHERE warned) AS warned,
              count(*) FILTER (WHERE hold_cause = 'approval') AS waiting, max(last_sample_at) AS newest
       FROM variant_monitoring WHERE status = 'monitoring'
     ), ended AS (
       SELECT count(*) FILTER (WHERE outcome = 'killed') AS killed,
              count(*) FILTER (WHERE outcome = 'timed_out') AS timed_out,
              count(*) FILTER (WHERE outcome = 'stopped') AS stopped
       FROM decisions WHERE decided_at >= $1
     ), kills AS (
       SELECT extract(epoch FROM m.completed_at - m.observed_at) * 1000 AS latency
       FROM decisions d JOIN variant_monitoring m ON m.id = d.monitoring_id
       WHERE d.decided_at >= $1 AND d.outcome = 'killed' AND d.reason <> 'manual'
     ), sums AS (
       SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY latency) AS p50,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY latency) AS p95
       FROM kills
     )
     SELECT monitoring, warned, waiting AS "waitingForApproval", killed, timed_out AS "timedOut", stopped, p50::float8 AS "killLatencyP50Ms",
            p95::float8 AS "killLatencyP95Ms", newest AS "newestSampleAt"
     FROM live, ended, sums`,
    [toTimestamp(now - DAY_MS)],
  );
  const [overview] = rows;
  if (overview === undefined) throw new Error('the overview query gave no row');
  return overview;
}
