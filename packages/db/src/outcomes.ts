import { type Queryable, toTimestamp } from './database';

/** What a variant came to by the end of its window, or of what is known of it. */
export interface VariantOutcome {
  readonly personaId: string;
  readonly campaignId: string | null;
  readonly expectedEngagementRate: number;
  readonly views: number;
  readonly interactions: number;
}

/**
 * Reads what the sessions that ended since came to. A killed variant counts with what it did after the kill, since its
 * counters at the kill are those of its worst moment; one that nobody has looked at since is left out.
 * @param limit At most so many, the newest ones.
 */
export async function readOutcomes(
  db: Queryable,
  since: number,
  limit: number,
): Promise<readonly VariantOutcome[]> {
  const { rows } = await db.query<VariantOutcome>(
    `SELECT persona_id AS "personaId", campaign_id AS "campaignId",
            expected_engagement_rate AS "expectedEngagementRate",
            coalesce(later_views, views) AS views, coalesce(later_interactions, interactions) AS interactions
     FROM variant_monitoring
     WHERE started_at >= $1 AND (status = 'timed_out' OR (status = 'killed' AND later_sample_at IS NOT NULL))
       AND views > 0
     ORDER BY started_at DESC LIMIT $2`,
    [toTimestamp(since), limit],
  );
  return rows;
}

/** How many kills were judged since, and how many of them are regretted. */
export interface KillJudgement {
  readonly personaId: string;
  readonly kills: number;
  readonly judged: number;
  readonly regretted: number;
}

/** Counts kills and regretted kills since, by persona. */
export async function readKillJudgements(db: Queryable, since: number): Promise<readonly KillJudgement[]> {
  const { rows } = await db.query<KillJudgement>(
    `SELECT persona_id AS "personaId", count(*) AS kills, count(regretted) AS judged,
            count(*) FILTER (WHERE regretted) AS regretted
     FROM variant_monitoring WHERE status = 'killed' AND started_at >= $1
     GROUP BY persona_id ORDER BY persona_id`,
    [toTimestamp(since)],
  );
  return rows;
}
