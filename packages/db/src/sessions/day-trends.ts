import { type Queryable, toTimestamp } from '../system/database';

/** What an hour brought. */
export interface HourTrend {
  /** When it begins, epoch milliseconds. */
  readonly at: number;
  readonly posted: number;
  readonly killed: number;
  readonly timedOut: number;
  readonly stopped: number;
  /** From the sample that decided a kill to its last step, of the hour's automatic kills; null without any. */
  readonly killLatencyP95Ms: number | null;
}

/** Sums up the hours that begin at or after an instant, oldest first; hours in which nothing happened are left out. */
export async function readHourTrends(db: Queryable, since: number): Promise<readonly HourTrend[]> {
  const { rows } = await db.query<HourTrend>(
    `WITH posted AS (
       SELECT date_trunc('hour', started_at) AS at, count(*) AS posted
       FROM variant_monitoring WHERE started_at >= $1 GROUP BY 1
     ), ended AS (
       SELECT date_trunc('hour', d.decided_at) AS at,
              count(*) FILTER (WHERE d.outcome = 'killed') AS killed,
              count(*) FILTER (WHERE d.outcome = 'timed_out') AS timed_out,
              count(*) FILTER (WHERE d.outcome = 'stopped') AS stopped,
              percentile_cont(0.95) WITHIN GROUP (ORDER BY extract(epoch FROM m.completed_at - m.observed_at) * 1000)
                FILTER (WHERE d.outcome = 'killed' AND d.reason <> 'manual') AS p95
       FROM decisions d JOIN variant_monitoring m ON m.id = d.monitoring_id
       WHERE d.decided_at >= $1 GROUP BY 1
     )
     SELECT at, coalesce(posted, 0) AS posted, coalesce(killed, 0) AS killed, coalesce(timed_out, 0) AS "timedOut",
            coalesce(stopped, 0) AS stopped, p95::float8 AS "killLatencyP95Ms"
     FROM posted FULL JOIN ended USING (at) ORDER BY at`,
    [toTimestamp(since)],
  );
  return rows;
}
