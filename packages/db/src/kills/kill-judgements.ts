import type { KillReason } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** Kills of one persona for one reason, and what became of them. */
export interface KillJudgement {
  readonly personaId: string;
  readonly reason: KillReason;
  readonly kills: number;
  /** Kills whose variants were read again until their window ended. */
  readonly judged: number;
  /** Of those, the variants that recovered: false kills. */
  readonly regretted: number;
}

/** Counts kills of variants posted since, and the false ones, by persona and reason. */
export async function readKillJudgements(db: Queryable, since: number): Promise<readonly KillJudgement[]> {
  const { rows } = await db.query<KillJudgement>(
    `SELECT persona_id AS "personaId", kill_reason AS reason, count(*) AS kills, count(regretted) AS judged,
            count(*) FILTER (WHERE regretted) AS regretted
     FROM variant_monitoring WHERE status = 'killed' AND started_at >= $1
     GROUP BY persona_id, kill_reason ORDER BY persona_id, kill_reason`,
    [toTimestamp(since)],
  );
  return rows;
}
