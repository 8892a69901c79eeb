import type pg from 'pg';
import { toTimestamp } from '../system/database';
import { callOwner, type Partition } from '../system/partitions';

/** Readings of a stretch of so many seconds are thinned together. */
const STRETCH_SECONDS = 10;
/**
 * How far the engagement rate of a reading that goes may be from the curve that stays, as a share of the expected one:
 * 2.5 px of a chart 280 px high that shows nothing above the expected ER, and less of any other.
 */
export const THINNING_TOLERANCE = 0.01;
/** What follows from the views alone, as the band of the evidence, bends where they grow faster within a stretch. */
const FASTEST_GROWTH = 1.2;
/** Readings that one statement takes, and those of one more session. */
const READINGS_AT_ONCE = 50_000;

/** A partition of one day. */
export type Day = Partition & { readonly from: number };

/**
 * Copies what is kept of the next sessions. A stretch of ten seconds keeps its last reading alone, where the straight
 * line there from the reading before the stretch is within `THINNING_TOLERANCE` of all others and views grow by a fifth at most; else
 * it stays whole. So do stretches with a decision, a warning or a recovery and those before them, and a session's first one.
 */
export async function copyThinned(
  client: pg.PoolClient,
  { name, from, to }: Day,
  target: string,
): Promise<{ readonly read: number; readonly kept: number } | 'all copied'> {
  if (!(await callOwner(client, 'begin_thinning($1)', [name]))) return 'all copied';
  const last = await client.query<{ id: string }>(
    `SELECT monitoring_id AS id FROM "${target}" ORDER BY monitoring_id DESC LIMIT 1`,
  );
  const after = last.rows[0]?.id ?? '00000000-0000-0000-0000-000000000000';
  const next = await client.query<{ id: string }>(
    `(SELECT monitoring_id AS id FROM "${name}" WHERE monitoring_id > $1 ORDER BY monitoring_id OFFSET $2 LIMIT 1)
     UNION ALL
     (SELECT monitoring_id FROM "${name}" WHERE monitoring_id > $1 ORDER BY monitoring_id DESC LIMIT 1)`,
    [after, READINGS_AT_ONCE],
  );
  const upTo = next.rows[0]?.id;
  if (upTo === undefined) return 'all copied';
  const { rows } = await client.query<{ read: number; kept: number }>(copyKept(name, target), [
    after,
    upTo,
    STRETCH_SECONDS,
    THINNING_TOLERANCE,
    toTimestamp(from),
    toTimestamp(to),
  ]);
  return rows[0] ?? 'all copied';
}

/** Sessions after $1 up to $2, in stretches of $3 seconds, with a tolerance of $4; the day is from $5 to $6. */
function copyKept(source: string, target: string): string {
  return `
    WITH reading AS MATERIALIZED (
      SELECT *, CASE WHEN views > 0 THEN interactions::float8 / views ELSE 0 END AS rate,
             extract(epoch FROM observed_at)::float8 AS at, ${stretchOf('observed_at')} AS stretch
      FROM "${source}" WHERE monitoring_id > $1::uuid AND monitoring_id <= $2::uuid
    ), session AS MATERIALIZED (
      SELECT read.session_id, coalesce(m.expected_engagement_rate, 0) * $4::float8 AS tolerance
      FROM (SELECT DISTINCT monitoring_id AS session_id FROM reading) AS read
           LEFT JOIN variant_monitoring m ON m.id = read.session_id
    ), marked AS (
      SELECT DISTINCT session_id, ${stretchOf('mark.at')} - back AS stretch
      FROM session CROSS JOIN LATERAL (
        SELECT decided_at AS at FROM decisions WHERE monitoring_id = session_id
        UNION ALL
        SELECT at FROM events
        WHERE monitoring_id = session_id AND type IN ('variant.warned', 'variant.recovered')
          AND at >= $5::timestamptz AND at < $6::timestamptz
      ) AS mark CROSS JOIN generate_series(0, 1) AS back
    ), followed AS (
      SELECT *, lag(at) OVER own AS at_before, lag(rate) OVER own AS rate_before, lag(views) OVER own AS views_before
      FROM reading WINDOW own AS (PARTITION BY monitoring_id ORDER BY observed_at)
    ), lined AS (
      SELECT *, first_value(at_before) OVER own AS from_at, first_value(rate_before) OVER own AS from_rate,
             first_value(views_before) OVER own AS from_views, last_value(views) OVER own AS to_views,
             last_value(at) OVER own AS to_at, last_value(rate) OVER own AS to_rate
      FROM followed
      WINDOW own AS (PARTITION BY monitoring_id, stretch ORDER BY observed_at
                     ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
    ), judged AS (
      SELECT lined.*, bool_or(from_at IS NULL OR to_views > from_views * ${FASTEST_GROWTH} OR
               abs(rate - from_rate - (to_rate - from_rate) * (at - from_at) / (to_at - from_at)) > tolerance)
             OVER (PARTITION BY monitoring_id, stretch) AS is_whole
      FROM lined JOIN session ON session_id = monitoring_id
    ), kept AS (
      INSERT INTO "${target}" (monitoring_id, observed_at, views, interactions)
      SELECT monitoring_id, observed_at, views, interactions FROM judged
      WHERE at = to_at OR is_whole OR (monitoring_id, stretch) IN (SELECT session_id, stretch FROM marked)
      ORDER BY monitoring_id, observed_at
      RETURNING 1
    )
    SELECT (SELECT count(*) FROM reading) AS read, (SELECT count(*) FROM kept) AS kept`;
}

const stretchOf = (instant: string) => `floor(extract(epoch FROM ${instant}) / $3::int)::bigint`;
