import type { CalibrationInput } from '@cull/core';
import { HAS_PASSED, WAS_FOLLOWED } from '../sessions/window-passed';
import { type Queryable, toTimestamp } from '../system/database';

/** What a variant came to, as of the end of its window. */
export interface VariantOutcome extends CalibrationInput {
  readonly variantId: string;
  readonly monitoringId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  /** From its posting to its kill; null where it wasn't killed. */
  readonly secondsToKill: number | null;
}

/**
 * Reads what the sessions posted since came to, of those whose window has passed in full. Killed variants are known
 * sooner than survivors, so a session counts only once its window is over, whatever ended it; one that was stopped by hand
 * counts nowhere.
 * @param now Epoch milliseconds, as is `since`.
 * @param limit At most so many, the newest ones.
 */
export async function readOutcomes(
  db: Queryable,
  { since, now }: { readonly since: number; readonly now: number },
  limit: number,
): Promise<readonly VariantOutcome[]> {
  const { rows } = await db.query<VariantOutcome>(
    `SELECT m.variant_id AS "variantId", m.id AS "monitoringId",
            m.persona_id AS "personaId", m.campaign_id AS "campaignId",
            CASE WHEN m.status = 'killed' THEN extract(epoch FROM m.ended_at - m.started_at)::float8 END AS "secondsToKill",
            m.expected_engagement_rate AS "expectedEngagementRate",
            CASE WHEN m.status = 'timed_out' THEN 'survived'
                 WHEN ${WAS_FOLLOWED} THEN 'killed_followed' ELSE 'killed_unfollowed' END AS outcome,
            coalesce(CASE WHEN ${WAS_FOLLOWED} THEN m.later_views ELSE m.views END, 0) AS views,
            coalesce(CASE WHEN ${WAS_FOLLOWED} THEN m.later_interactions ELSE m.interactions END, 0) AS interactions
     FROM variant_monitoring m
     WHERE m.started_at >= $2 AND ${HAS_PASSED}
     ORDER BY m.started_at DESC LIMIT $3`,
    [toTimestamp(now), toTimestamp(since), limit],
  );
  return rows;
}
