import { type Counted, decodeEvidence, maturedViews } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';
import { HAS_PASSED, WAS_FOLLOWED } from './window-passed';

/** Whose sessions; all campaigns of the persona where none is named. */
export interface SessionGroup {
  readonly personaId: string;
  readonly campaignId: string | null;
}

const IS_IN_GROUP = 'm.persona_id = $2 AND ($3::text IS NULL OR m.campaign_id = $3)';

/** The newest ones tell enough of an expectation, and more would only take time. */
const MAX_SESSIONS = 500;

/**
 * Reads what the sessions posted since came to, of those whose window has passed in full. Killed ones count with their
 * post-kill reading from the end of the window, or not at all.
 */
export async function readCompletedSessions(
  db: Queryable,
  { personaId, campaignId }: SessionGroup,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<readonly Counted[]> {
  const { rows } = await db.query<Counted>(
    `SELECT CASE m.status WHEN 'killed' THEN m.later_views ELSE m.views END AS views,
            CASE m.status WHEN 'killed' THEN m.later_interactions ELSE m.interactions END AS interactions
     FROM variant_monitoring m
     WHERE ${IS_IN_GROUP} AND m.started_at >= $4 AND ${HAS_PASSED} AND (m.status = 'timed_out' OR ${WAS_FOLLOWED})
       AND m.views > 0
     ORDER BY m.started_at DESC LIMIT $5`,
    [toTimestamp(now), personaId, campaignId, toTimestamp(since), MAX_SESSIONS],
  );
  return rows;
}

/** Reads the live sessions so far, each with its matured views: reactions still to come would pull the rate down. */
export async function readLiveCounts(
  db: Queryable,
  { personaId, campaignId }: SessionGroup,
): Promise<readonly Counted[]> {
  const { rows } = await db.query<{ interactions: number; evidence: number[] }>(
    `SELECT m.interactions, m.evidence_state AS evidence FROM variant_monitoring m
     WHERE m.status = 'monitoring' AND m.interactions IS NOT NULL AND m.evidence_state IS NOT NULL
       AND m.persona_id = $1 AND ($2::text IS NULL OR m.campaign_id = $2)
     ORDER BY m.started_at DESC LIMIT $3`,
    [personaId, campaignId, MAX_SESSIONS],
  );
  return rows.map(({ interactions, evidence }) => ({
    views: maturedViews(decodeEvidence(evidence)),
    interactions,
  }));
}
