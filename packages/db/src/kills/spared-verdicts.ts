import { formatRate, hasRecovered, type RuleReason } from '@cull/core';
import type pg from 'pg';
import { z } from 'zod';
import { appendEvents, type NewEvent } from '../events/events';
import type { VariantEventData } from '../events/variant-events';
import { readStoredPolicy } from '../policies/stored-policy';
import { WAS_FOLLOWED } from '../sessions/window-passed';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import type { DecisionRecord } from './decision-records';

/** Keeps kill verdicts that were spared for the spare group; of several for one session the first one counts. */
export async function recordSparedVerdicts(db: Queryable, records: readonly DecisionRecord[]): Promise<void> {
  const spared = records.filter(({ holdCause }) => holdCause === 'holdout');
  if (spared.length === 0) return;
  await db.query(
    `INSERT INTO spared_verdicts (monitoring_id, persona_id, reason, verdict_at, views, interactions)
     SELECT * FROM unnest($1::uuid[], $2::text[], $3::kill_reason[], $4::timestamptz[], $5::bigint[], $6::bigint[])
     ON CONFLICT (monitoring_id) DO NOTHING`,
    [
      spared.map(({ session }) => session.monitoringId),
      spared.map(({ session }) => session.personaId),
      spared.map(({ reason }) => reason),
      spared.map(({ decidedAt }) => toTimestamp(decidedAt)),
      spared.map(({ progress }) => progress.sample?.views ?? 0),
      spared.map(({ progress }) => progress.sample?.interactions ?? 0),
    ],
  );
}

const ruleReason = z.enum(['below_threshold', 'evidence', 'drop']) satisfies z.ZodType<RuleReason>;
const count = z.number();
const unjudgedSchema = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  reason: ruleReason,
  verdictAt: z.number(),
  viewsAtVerdict: count,
  interactionsAtVerdict: count,
  views: count.nullable(),
  interactions: count.nullable(),
  endedAt: z.number(),
  expectedEngagementRate: z.number(),
  policy: z.unknown(),
});
type Unjudged = z.output<typeof unjudgedSchema>;

/** How many spared verdicts were false, right, or can't be judged because the window was cut short by hand. */
export interface JudgedVerdicts {
  readonly wereFalse: number;
  readonly wereRight: number;
  readonly unknown: number;
}

/**
 * Judges the spared verdicts whose window is over, by the policy that the session ended under: a verdict was false where
 * the variant recovered. Each gets one event. A variant that was killed by hand meanwhile is judged by its post-kill
 * reading from the end of the window; without one, and for a session that was stopped, nobody can know.
 */
export async function judgeSparedVerdicts(pool: pg.Pool, now: number): Promise<JudgedVerdicts> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `SELECT m.id AS "monitoringId", m.variant_id AS "variantId", m.persona_id AS "personaId", s.reason,
              s.verdict_at AS "verdictAt", s.views AS "viewsAtVerdict", s.interactions AS "interactionsAtVerdict",
              CASE WHEN m.status = 'timed_out' THEN m.views WHEN ${WAS_FOLLOWED} THEN m.later_views END AS views,
              CASE WHEN m.status = 'timed_out' THEN m.interactions
                   WHEN ${WAS_FOLLOWED} THEN m.later_interactions END AS interactions,
              m.deadline_at AS "endedAt", m.expected_engagement_rate AS "expectedEngagementRate", m.policy
       FROM spared_verdicts s JOIN variant_monitoring m ON m.id = s.monitoring_id
       WHERE s.judged_at IS NULL AND m.status <> 'monitoring' AND m.deadline_at <= $1
       ORDER BY m.id LIMIT 1000 FOR UPDATE OF s SKIP LOCKED`,
      [toTimestamp(now)],
    );
    const verdicts = z
      .array(unjudgedSchema)
      .parse(rows)
      .map((verdict) => ({ ...verdict, wasFalse: wasFalse(verdict) }));
    if (verdicts.length === 0) return { wereFalse: 0, wereRight: 0, unknown: 0 };
    await client.query(
      `UPDATE spared_verdicts AS s
       SET judged_at = $1, views_at_end = v.views, interactions_at_end = v.interactions, was_false = v.was_false
       FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bool[]) AS v(id, views, interactions, was_false)
       WHERE s.monitoring_id = v.id`,
      [
        toTimestamp(now),
        verdicts.map((v) => v.monitoringId),
        verdicts.map((v) => v.views),
        verdicts.map((v) => v.interactions),
        verdicts.map((v) => v.wasFalse),
      ],
    );
    await appendEvents(
      client,
      verdicts.map((verdict) => holdoutEnded(verdict, now)),
    );
    const counted = (wanted: boolean | null) => verdicts.filter((v) => v.wasFalse === wanted).length;
    return { wereFalse: counted(true), wereRight: counted(false), unknown: counted(null) };
  });
}

function wasFalse({
  views,
  interactions,
  endedAt,
  expectedEngagementRate,
  policy,
}: Unjudged): boolean | null {
  if (views === null || interactions === null) return null;
  const last = { views, interactions, observedAt: endedAt };
  return hasRecovered({ expectedEngagementRate }, last, readStoredPolicy(policy).values);
}

function holdoutEnded(verdict: Unjudged & { readonly wasFalse: boolean | null }, now: number): NewEvent {
  const { monitoringId, variantId, personaId, reason, verdictAt } = verdict;
  const { viewsAtVerdict, interactionsAtVerdict, views, interactions, wasFalse } = verdict;
  return {
    at: now,
    type: 'variant.holdout_ended',
    monitoringId,
    variantId,
    personaId,
    data: {
      reason,
      text: inWords(verdict),
      verdictAt: toTimestamp(verdictAt),
      viewsAtVerdict,
      interactionsAtVerdict,
      views,
      interactions,
      wasFalse,
    } satisfies VariantEventData['variant.holdout_ended'],
  };
}

function inWords(verdict: Unjudged & { readonly wasFalse: boolean | null }): string {
  const { viewsAtVerdict, interactionsAtVerdict, views, interactions, wasFalse } = verdict;
  if (wasFalse === null)
    return 'The window was cut short by hand, so it can’t be known whether the kill would have been right.';
  const rates = `${rateInWords(interactionsAtVerdict, viewsAtVerdict)} at the verdict, ${rateInWords(interactions ?? 0, views ?? 0)} at the end of the window`;
  return `The kill would have been ${wasFalse ? 'false' : 'right'}: ${rates}.`;
}

function rateInWords(interactions: number, views: number): string {
  return views === 0 ? 'no views' : `${formatRate(interactions / views)} ER`;
}
