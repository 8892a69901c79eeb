import type { ReactionEstimate } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** What a persona's recordings tell. */
export interface PersonaReactions {
  readonly personaId: string;
  /** Recordings that were read. */
  readonly sessions: number;
  /** How its audience reacts; null where too little is known. */
  readonly estimate: Pick<ReactionEstimate, 'delay' | 'dispersion'> | null;
  /** Recordings that the literal rule alone would have killed, of those whose end is known. */
  readonly literalKills: number;
  /** Of those, the ones that recovered. */
  readonly literalFalseKills: number;
}

/** The reactions of a persona as they were last estimated. */
export interface KnownReactions extends Omit<PersonaReactions, 'estimate'> {
  readonly delay: ReactionEstimate['delay'] | null;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

/** Which personas are due. */
export interface LearningPace {
  /** Only personas with a session that ended since, epoch milliseconds. */
  readonly since: number;
  /** Those estimated before this instant are due again even if no session has ended since. */
  readonly estimatedBefore: number;
  readonly limit: number;
}

/**
 * Returns the personas whose recordings are to be read: those never read first, then those read longest ago. Goes from
 * persona to persona and asks each for its newest session that has ended: a week may hold millions.
 */
export async function readPersonasToLearn(
  db: Queryable,
  { since, estimatedBefore, limit }: LearningPace,
): Promise<readonly string[]> {
  const { rows } = await db.query<{ personaId: string }>(
    `WITH RECURSIVE persona AS (
       (SELECT persona_id AS id FROM variant_monitoring ORDER BY persona_id LIMIT 1)
       UNION ALL
       SELECT (SELECT persona_id FROM variant_monitoring WHERE persona_id > persona.id ORDER BY persona_id LIMIT 1)
       FROM persona WHERE persona.id IS NOT NULL)
     SELECT persona.id AS "personaId"
     FROM persona CROSS JOIN LATERAL (
       SELECT ended_at FROM variant_monitoring WHERE persona_id = persona.id AND status <> 'monitoring'
       ORDER BY started_at DESC LIMIT 1) AS newest
     LEFT JOIN persona_reactions r ON r.persona_id = persona.id
     WHERE newest.ended_at >= $1 AND (r.updated_at IS NULL OR r.updated_at <= $2 OR newest.ended_at > r.updated_at)
     ORDER BY r.updated_at NULLS FIRST, persona.id LIMIT $3`,
    [toTimestamp(since), toTimestamp(estimatedBefore), limit],
  );
  return rows.map(({ personaId }) => personaId);
}

/** Keeps what a persona's recordings tell, in place of what was known before. */
export async function recordPersonaReactions(
  db: Queryable,
  { personaId, sessions, estimate, literalKills, literalFalseKills }: PersonaReactions,
  now: number,
): Promise<void> {
  const { delay, dispersion } = estimate ?? {};
  await db.query(
    `INSERT INTO persona_reactions (persona_id, sessions, delay_seconds, delay_low, delay_high, delay_suggested, dispersion,
                                    literal_kills, literal_false_kills, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (persona_id) DO UPDATE SET sessions = excluded.sessions, delay_seconds = excluded.delay_seconds,
       delay_low = excluded.delay_low, delay_high = excluded.delay_high, delay_suggested = excluded.delay_suggested,
       dispersion = excluded.dispersion, literal_kills = excluded.literal_kills,
       literal_false_kills = excluded.literal_false_kills, updated_at = excluded.updated_at`,
    [
      personaId,
      sessions,
      delay?.meanSeconds ?? null,
      delay?.low ?? null,
      delay?.high ?? null,
      delay?.suggestedSeconds ?? null,
      dispersion?.value ?? null,
      literalKills,
      literalFalseKills,
      toTimestamp(now),
    ],
  );
}

interface ReactionsRow extends Omit<KnownReactions, 'delay'> {
  readonly meanSeconds: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly suggestedSeconds: number | null;
}

/** Reads what is known of each persona. */
export async function readPersonaReactions(db: Queryable): Promise<readonly KnownReactions[]> {
  const { rows } = await db.query<ReactionsRow>(
    `SELECT persona_id AS "personaId", sessions, delay_seconds AS "meanSeconds", delay_low AS low, delay_high AS high,
            delay_suggested AS "suggestedSeconds", literal_kills AS "literalKills",
            literal_false_kills AS "literalFalseKills", updated_at AS "updatedAt"
     FROM persona_reactions`,
  );
  return rows.map(({ meanSeconds, low, high, suggestedSeconds, ...known }) => ({
    ...known,
    delay:
      meanSeconds === null || low === null || high === null || suggestedSeconds === null
        ? null
        : { meanSeconds, low, high, suggestedSeconds },
  }));
}
