import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from './database';
import { appendEvents } from './events';

/** How a source of samples does, as a worker last saw it. */
export interface SourceReport {
  readonly source: string;
  readonly state: 'healthy' | 'slow_down' | 'unhealthy';
  /** In words; without secrets. */
  readonly detail: string | null;
  /** When it will be asked again, epoch milliseconds; null if it is not held back. */
  readonly retryAt: number | null;
  /** How much of its rate limit is used, in per cent; null where it does not tell. */
  readonly usedPercent: number | null;
}

/** A report, since when the source has been in that state, and when the report came; epoch milliseconds. */
export type SourceStanding = SourceReport & { readonly since: number; readonly updatedAt: number };

/** Records how a source does; a change of state is told in the event log, once. */
export async function reportSource(
  pool: pg.Pool,
  { source, state, detail, retryAt, usedPercent }: SourceReport,
  now: number,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rows } = await client.query<{ previous: SourceReport['state'] | null }>(
      // As with the claim of a shard, the state before is read under the row's lock, and the count has it read first.
      `WITH before AS MATERIALIZED (SELECT state FROM source_states WHERE source = $1 FOR UPDATE)
       INSERT INTO source_states AS s (source, state, detail, since, updated_at, retry_at, used_percent)
       SELECT $1::text, $2::text, $3::text, $4::timestamptz, $4::timestamptz, $5::timestamptz, $6::float8
       FROM (SELECT count(*) FROM before) AS read
       ON CONFLICT (source) DO UPDATE SET state = $2, detail = $3, updated_at = $4, retry_at = $5, used_percent = $6,
         since = CASE WHEN s.state = $2 THEN s.since ELSE $4 END
       RETURNING (SELECT state FROM before) AS previous`,
      [source, state, detail, toTimestamp(now), toTimestamp(retryAt), usedPercent],
    );
    // A source that asks to slow down is no incident.
    const wasUnhealthy = rows[0]?.previous === 'unhealthy';
    if (wasUnhealthy === (state === 'unhealthy')) return;
    const type = state === 'unhealthy' ? 'source.unhealthy' : 'source.healthy';
    await appendEvents(client, [{ at: now, type, data: { source, state, detail } }]);
  });
}

/** How each source does, as a worker last reported. */
export async function readSourceStates(db: Queryable): Promise<readonly SourceStanding[]> {
  const { rows } = await db.query<SourceStanding>(
    `SELECT source, state, detail, since, updated_at AS "updatedAt", retry_at AS "retryAt",
            used_percent AS "usedPercent"
     FROM source_states ORDER BY source`,
  );
  return rows;
}
