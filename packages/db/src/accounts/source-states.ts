import { type Queryable, toTimestamp } from '../system/database';

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

/** Records how a source does. */
export async function reportSource(
  db: Queryable,
  { source, state, detail, retryAt, usedPercent }: SourceReport,
  now: number,
): Promise<void> {
  await db.query(
    `INSERT INTO source_states AS s (source, state, detail, since, updated_at, retry_at, used_percent)
     VALUES ($1, $2, $3, $4, $4, $5, $6)
     ON CONFLICT (source) DO UPDATE SET state = $2, detail = $3, updated_at = $4, retry_at = $5, used_percent = $6,
       since = CASE WHEN s.state = $2 THEN s.since ELSE $4 END`,
    [source, state, detail, toTimestamp(now), toTimestamp(retryAt), usedPercent],
  );
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
