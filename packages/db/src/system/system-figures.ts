import { type Queryable, toTimestamp } from './database';

/** What monitoring asks of the whole system, beyond what pages show; durations are seconds. */
export interface SystemFigures {
  /** How long the oldest kill has waited for approval; 0 without any. */
  readonly approvalOldestSeconds: number;
  readonly channels: readonly {
    readonly kind: string;
    /** Disabled by a person, or given up by Cull. */
    readonly state: 'enabled' | 'disabled' | 'given_up';
    readonly count: number;
  }[];
  readonly deliveriesWaiting: number;
  /** Age of the oldest delivery that is still to be made; 0 without any. */
  readonly deliveryOldestSeconds: number;
  readonly databaseBytes: number;
}

/** Reads what monitoring asks of the whole system. */
export async function readSystemFigures(db: Queryable, now: number): Promise<SystemFigures> {
  const { rows } = await db.query<Omit<SystemFigures, 'channels'>>(
    `SELECT (SELECT coalesce(greatest(0, extract(epoch FROM $1 - min(hold_since))), 0)::float8 FROM variant_monitoring
             WHERE status = 'monitoring' AND hold_cause = 'approval') AS "approvalOldestSeconds",
            waiting.count AS "deliveriesWaiting",
            coalesce(greatest(0, extract(epoch FROM $1 - waiting.oldest)), 0)::float8 AS "deliveryOldestSeconds",
            pg_database_size(current_database()) AS "databaseBytes"
     FROM (SELECT count(*) AS count, min(d.at) AS oldest FROM deliveries d JOIN channels c ON c.id = d.channel_id
           WHERE d.state = 'pending' AND c.disabled_at IS NULL) AS waiting`,
    [toTimestamp(now)],
  );
  const channels = await db.query<SystemFigures['channels'][number]>(
    `SELECT kind, CASE WHEN disabled_at IS NULL THEN 'enabled' WHEN disabled_reason LIKE 'disabled by %' THEN 'disabled' ELSE 'given_up' END AS state, count(*) AS count
     FROM channels GROUP BY 1, 2`,
  );
  const [figures] = rows;
  if (figures === undefined) throw new Error('the database gives no figures of the system');
  return { ...figures, channels: channels.rows };
}
