import { WAS_FOLLOWED } from '../sessions/window-passed';
import { type Queryable, toTimestamp } from '../system/database';

/** How many of the variants posted since came so far; each number counts part of the one before. */
export interface Funnel {
  readonly posted: number;
  /** With at least one usable reading. */
  readonly read: number;
  /** Of those, the ones that a rule killed. */
  readonly killedByRules: number;
  /** Of those, the ones that were read again at the end of their window. */
  readonly followed: number;
  /** Of those, the ones that had recovered. */
  readonly falseKills: number;
}

/** Counts the variants posted since, from the posting to the false kill. */
export async function readFunnel(db: Queryable, since: number): Promise<Funnel> {
  const isKill = "m.views IS NOT NULL AND m.status = 'killed' AND m.kill_reason <> 'manual'";
  const { rows } = await db.query<Funnel>(
    `SELECT count(*) AS posted,
            count(*) FILTER (WHERE m.views IS NOT NULL) AS read,
            count(*) FILTER (WHERE ${isKill}) AS "killedByRules",
            count(*) FILTER (WHERE ${isKill} AND (m.regretted IS NOT NULL OR ${WAS_FOLLOWED})) AS followed,
            count(*) FILTER (WHERE ${isKill} AND m.regretted) AS "falseKills"
     FROM variant_monitoring m WHERE m.started_at >= $1`,
    [toTimestamp(since)],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the query of the funnel gave no row');
  return row;
}
