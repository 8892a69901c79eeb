import { randomUUID } from 'node:crypto';
import type { Explanation, HoldCause, KillReason, Progress, ResolvedPolicy, Session } from '@cull/core';
import { DecisionOutcome } from '../generated/enums';
import { type Queryable, toTimestamp } from '../system/database';

export { DecisionOutcome };

/** Who decides when nobody does. */
export const ENGINE = 'engine';

/** A decision with everything that its record keeps. */
export interface DecisionRecord {
  readonly session: Session;
  readonly progress: Progress;
  readonly outcome: DecisionOutcome;
  readonly reason: KillReason | null;
  /** What held a kill back; null where none was held. */
  readonly holdCause: HoldCause | null;
  readonly explanation: Explanation;
  readonly policy: ResolvedPolicy;
  /** `engine`, or the person or key that asked for it. */
  readonly actor: string;
  /** The reason given by hand; null for the engine's own decisions. */
  readonly note: string | null;
  readonly decidedAt: number;
}

/** Writes decisions, all in one statement; they are never changed. */
export async function insertDecisions(db: Queryable, records: readonly DecisionRecord[]): Promise<void> {
  if (records.length === 0) return;
  await db.query(
    `INSERT INTO decisions (id, monitoring_id, variant_id, persona_id, campaign_id, outcome, reason, hold_cause, text,
                            explanation, policy, policy_version, actor, note, observed_at, decided_at)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::decision_outcome[],
                          $7::kill_reason[], $8::text[], $9::text[], $10::jsonb[], $11::jsonb[], $12::int[], $13::text[],
                          $14::text[], $15::timestamptz[], $16::timestamptz[])`,
    [
      records.map(() => randomUUID()),
      records.map((r) => r.session.monitoringId),
      records.map((r) => r.session.variantId),
      records.map((r) => r.session.personaId),
      records.map((r) => r.session.campaignId),
      records.map((r) => r.outcome),
      records.map((r) => r.reason),
      records.map((r) => r.holdCause),
      records.map((r) => r.explanation.text),
      records.map((r) => JSON.stringify(r.explanation)),
      records.map((r) => JSON.stringify({ values: r.policy.values, origins: r.policy.origins })),
      records.map((r) => r.policy.version),
      records.map((r) => r.actor),
      records.map((r) => r.note),
      records.map((r) => toTimestamp(r.progress.sample?.observedAt ?? null)),
      records.map((r) => toTimestamp(r.decidedAt)),
    ],
  );
}

/** What every event about a decision tells. */
export function eventOfDecision<Type extends string>(type: Type, record: DecisionRecord) {
  const { session, explanation, reason, actor, note, holdCause, decidedAt } = record;
  const { monitoringId, variantId, personaId, campaignId, postId, expectedEngagementRate } = session;
  const { text, views, interactions, engagementRate, killThreshold, interactionsDue, wentBadAt, timeOut } =
    explanation;
  return {
    at: decidedAt,
    type,
    monitoringId,
    variantId,
    personaId,
    data: {
      reason,
      text,
      views,
      interactions,
      engagementRate,
      expectedEngagementRate,
      killThreshold,
      interactionsDue,
      wentBadAt: toTimestamp(wentBadAt),
      ...(timeOut !== null && { timeOut }),
      campaignId,
      postId,
      actor,
      ...(note !== null && { note }),
      ...(holdCause !== null && { holdCause }),
    },
  };
}
