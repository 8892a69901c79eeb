import {
  DATA_QUALITIES,
  DEFAULT_POLICY,
  engagementRate,
  type Policy,
  type Progress,
  type ResolvedPolicy,
  type Session,
} from '@cull/core';
import { type Database, type DecisionRow, type MonitoringRow, readHistories } from '@cull/db';
import { z } from 'zod';
import type { decisionOutput } from './schemas/decisions';
import type { MonitoringOutput } from './schemas/monitoring';
import { originsShape, policyShape } from './schemas/policy';

/** What a policy had before there were these values: the literal rule as it is, and no evidence rule. */
const BEFORE_EVIDENCE = {
  belowThreshold: { enabled: DEFAULT_POLICY.belowThreshold.enabled, reactionLagSeconds: 0 },
  evidence: { ...DEFAULT_POLICY.evidence, enabled: false },
};
const storedPolicySchema = z.object({
  values: z.preprocess(
    (stored) =>
      typeof stored === 'object' && stored !== null && !('evidence' in stored)
        ? { ...stored, ...BEFORE_EVIDENCE }
        : stored,
    policyShape,
  ),
  origins: originsShape,
});

/** The policy that a decision was made under, as it was stored with it. */
export function readStoredPolicy(stored: unknown) {
  const { values, origins } = storedPolicySchema.parse(stored);
  return { ...values, origins };
}

/**
 * A session as the API shows it.
 * @param current The policy in force now, which is that of a session still live.
 */
export function presentSession(row: MonitoringRow, current: ResolvedPolicy): MonitoringOutput {
  const views = numberOf(row.views);
  const interactions = numberOf(row.interactions);
  const rate = views === null || interactions === null ? null : engagementRate({ views, interactions });
  const ended = row.status !== 'monitoring';
  return {
    monitoringId: row.id,
    variantId: row.variantId,
    personaId: row.personaId,
    campaignId: row.campaignId,
    postId: row.postId,
    source: row.source,
    status: row.status,
    startedAt: row.startedAt.toISOString(),
    deadlineAt: row.deadlineAt.toISOString(),
    endedAt: isoOf(row.endedAt),
    expectedEngagementRate: row.expectedEngagementRate,
    views,
    interactions,
    engagementRate: rate,
    lastSampleAt: isoOf(row.lastSampleAt),
    risk: row.risk,
    warned: row.warned,
    dataQuality: row.dataQuality,
    killReason: row.killReason,
    killReasonText: row.killReasonText,
    finalViews: ended ? views : null,
    finalInteractions: ended ? interactions : null,
    finalEngagementRate: ended ? rate : null,
    killSteps: row.killSteps.map(({ kind, state, attempts, error }) => ({ kind, state, attempts, error })),
    latency: {
      observedAt: isoOf(row.observedAt),
      decidedAt: isoOf(row.decidedAt),
      completedAt: isoOf(row.completedAt),
    },
    policy: ended
      ? { ...readStoredPolicy(row.policy), version: row.policyVersion ?? 0 }
      : { ...copyPolicy(current.values), origins: { ...current.origins }, version: current.version },
  };
}

/** A policy that its receiver may change. */
export function copyPolicy(policy: Policy): z.output<typeof policyShape> {
  return { ...policy, belowThreshold: { ...policy.belowThreshold }, evidence: { ...policy.evidence } };
}

export function presentDecision(row: DecisionRow): z.output<typeof decisionOutput> {
  return {
    decisionId: row.id,
    monitoringId: row.monitoringId,
    variantId: row.variantId,
    personaId: row.personaId,
    campaignId: row.campaignId,
    outcome: row.outcome,
    reason: row.reason,
    text: row.text,
    actor: row.actor,
    note: row.note,
    policyVersion: row.policyVersion,
    observedAt: isoOf(row.observedAt),
    decidedAt: row.decidedAt.toISOString(),
  };
}

/** The engine's view of a stored session, to decide or explain by. */
export async function toEngine(
  db: Database,
  row: MonitoringRow,
): Promise<{ session: Session; progress: Progress }> {
  const history = (await readHistories(db.pool, [row.id])).get(row.id) ?? [];
  const views = numberOf(row.views);
  const interactions = numberOf(row.interactions);
  const observedAt = row.lastSampleAt?.getTime() ?? null;
  return {
    session: {
      monitoringId: row.id,
      variantId: row.variantId,
      personaId: row.personaId,
      campaignId: row.campaignId,
      postId: row.postId,
      source: row.source,
      expectedEngagementRate: row.expectedEngagementRate,
      startedAt: row.startedAt.getTime(),
    },
    progress: {
      sample:
        views === null || interactions === null || observedAt === null
          ? null
          : { views, interactions, observedAt },
      lastInteractions: interactions,
      history,
      breaches: row.breaches,
      warned: row.warned,
      quality: DATA_QUALITIES.find((quality) => quality === row.dataQuality) ?? 'no_data',
    },
  };
}

function numberOf(value: bigint | null): number | null {
  return value === null ? null : Number(value);
}

function isoOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
