import type { RuleReason, SparedSession } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** A spared verdict, and what it measures. */
export interface SparedVerdict extends SparedSession {
  readonly personaId: string;
  readonly reason: RuleReason;
}

/** Kills of one persona by one rule that the spare group stands for. */
export interface MeasuredKills {
  readonly personaId: string;
  readonly reason: RuleReason;
  readonly kills: number;
}

/** The verdicts that were spared at random, and the kills whose worth they measure. */
export interface SpareGroup {
  readonly verdicts: readonly SparedVerdict[];
  readonly kills: readonly MeasuredKills[];
}

/** Since when verdicts and kills count, epoch milliseconds. */
export interface SpareGroupPeriod {
  readonly sparedSince: number;
  readonly killsSince: number;
}

/**
 * Reads the spare group. The kills are those by rules that could have been spared as well: those decided while
 * `holdoutRate` was above 0. Of any other the spared say nothing.
 */
export async function readSpareGroup(
  db: Queryable,
  { sparedSince, killsSince }: SpareGroupPeriod,
): Promise<SpareGroup> {
  const [verdicts, kills] = await Promise.all([
    db.query<SparedVerdict>(
      `SELECT s.persona_id AS "personaId", s.reason, s.views AS "viewsAtVerdict", s.views_at_end AS "viewsAtEnd",
              s.was_false AS "wasFalse", v.cost_per_view AS "costPerView"
       FROM spared_verdicts s JOIN variant_monitoring m ON m.id = s.monitoring_id JOIN variants v ON v.id = m.variant_id
       WHERE s.verdict_at >= $1`,
      [toTimestamp(sparedSince)],
    ),
    db.query<MeasuredKills>(
      `SELECT persona_id AS "personaId", reason, count(*) AS kills FROM decisions
       WHERE outcome = 'killed' AND reason <> 'manual' AND decided_at >= $1
         AND ("policy" #>> '{values,holdoutRate}')::float8 > 0
       GROUP BY persona_id, reason`,
      [toTimestamp(killsSince)],
    ),
  ]);
  return { verdicts: verdicts.rows, kills: kills.rows };
}
