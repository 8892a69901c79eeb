import { type Queryable, toTimestamp } from './database';

/** How the product does as a whole. */
export interface SystemCounts {
  /** Live sessions whose kill waits for a person. */
  readonly waitingForApproval: number;
  /** Steps of kills of the last 24 hours that were given up; those called off by a revival are not among them. */
  readonly failedKillSteps: number;
  /** Variants of those kills, the latest first, up to ten. */
  readonly failedKillVariants: readonly string[];
  /** Who holds each shard, or held it last, and when it was ticked, epoch milliseconds. */
  readonly shards: readonly {
    readonly shard: number;
    readonly workerId: string;
    readonly tickedAt: number;
  }[];
}

const DAY_MS = 86_400_000;

/** Reads how the product does as a whole. */
export async function readSystemCounts(db: Queryable, now: number): Promise<SystemCounts> {
  const [shards, counts] = await Promise.all([
    db.query<SystemCounts['shards'][number]>(
      `SELECT shard, worker_id AS "workerId", ticked_at AS "tickedAt" FROM shards
       WHERE worker_id IS NOT NULL AND ticked_at IS NOT NULL ORDER BY shard`,
    ),
    db.query<Omit<SystemCounts, 'shards'>>(
      `WITH failed AS (
         SELECT m.variant_id, count(*) AS steps, max(s.updated_at) AS at
         FROM kill_steps s JOIN variant_monitoring m ON m.id = s.monitoring_id
         WHERE s.state = 'failed' AND s.updated_at > $1 AND m.revived_at IS NULL
         GROUP BY m.variant_id)
       SELECT (SELECT count(*) FROM variant_monitoring WHERE status = 'monitoring' AND hold_cause = 'approval')
                AS "waitingForApproval",
              (SELECT coalesce(sum(steps), 0)::bigint FROM failed) AS "failedKillSteps",
              (SELECT coalesce(array_agg(variant_id ORDER BY at DESC), '{}')
               FROM (SELECT * FROM failed ORDER BY at DESC LIMIT 10) AS latest) AS "failedKillVariants"`,
      [toTimestamp(now - DAY_MS)],
    ),
  ]);
  const { waitingForApproval = 0, failedKillSteps = 0, failedKillVariants = [] } = counts.rows[0] ?? {};
  return { waitingForApproval, failedKillSteps, failedKillVariants, shards: shards.rows };
}
