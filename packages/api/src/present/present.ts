import {
  approvalEndsAt,
  DATA_QUALITIES,
  decodeEvidence,
  engagementRate,
  HOLD_CAUSES,
  type Hold,
  lateChecks,
  type Policy,
  type Progress,
  type ResolvedPolicy,
  type Session,
} from '@cull/core';
import { type DecisionFilter, type DecisionRow, type MonitoringRow, readStoredPolicy } from '@cull/db';
import { z } from 'zod';
import { toIso } from '../schemas/common';
import type { decisionOutput, decisionsFilter } from '../schemas/decisions';
import { explanationOutput, type MonitoringOutput, timeOutOutput } from '../schemas/monitoring';
import type { policyShape } from '../schemas/policy';

/**
 * A session as the API shows it.
 * @param current The active policy now, which is that of a session still live.
 * @param now Epoch milliseconds.
 */
export function presentSession(row: MonitoringRow, current: ResolvedPolicy, now: number): MonitoringOutput {
  const { views, interactions } = row;
  const rate = views === null || interactions === null ? null : engagementRate({ views, interactions });
  const ended = row.status !== 'monitoring';
  const hold = holdOf(row);
  return {
    monitoringId: row.id,
    variantId: row.variantId,
    personaId: row.personaId,
    campaignId: row.campaignId,
    excerpt: row.excerpt,
    postId: row.postId,
    source: row.source,
    accountId: row.accountId,
    accountName: row.accountName,
    status: row.status,
    startedAt: toIso(row.startedAt),
    deadlineAt: toIso(row.deadlineAt),
    endedAt: toIso(row.endedAt),
    expectedEngagementRate: row.expectedEngagementRate,
    views,
    interactions,
    engagementRate: rate,
    lastSampleAt: toIso(row.lastSampleAt),
    interactionsDue: row.interactionsDue,
    wentBadAt: toIso(row.wentBadAt),
    checks: row.checks,
    lateChecks: lateChecks(
      { gapMs: row.checkGapMs, wantedMs: row.wantedGapMs, checkedAt: row.lastSampleAt },
      row.behindCause,
      now,
    ),
    risk: row.risk,
    warned: row.warned,
    dataQuality: row.dataQuality,
    isProtected: row.isProtected,
    extendedSeconds: row.extendedSeconds,
    hold: hold === null ? null : { ...hold, since: toIso(hold.since) },
    approvalExpiresAt:
      hold?.cause === 'approval' && !ended ? toIso(approvalEndsAt(hold, current.values)) : null,
    timeOut: readTimeOut(row.timeOut),
    killReason: row.killReason,
    killReasonText: row.killReasonText,
    finalViews: ended ? views : null,
    finalInteractions: ended ? interactions : null,
    finalEngagementRate: ended ? rate : null,
    laterViews: row.laterViews,
    laterInteractions: row.laterInteractions,
    isRegretted: row.regretted,
    revivedAt: toIso(row.revivedAt),
    killSteps: presentKillSteps(row),
    latency: {
      observedAt: toIso(row.observedAt),
      decidedAt: toIso(row.decidedAt),
      completedAt: toIso(row.completedAt),
    },
    policy: ended
      ? { ...presentStoredPolicy(row.policy), version: row.policyVersion ?? 0 }
      : { ...copyPolicy(current.values), origins: { ...current.origins }, version: current.version },
  };
}

/** Explanations of earlier versions do not name what a time-out means. */
const storedTimeOut = z.object({ timeOut: timeOutOutput.nullable().default(null) });

function readTimeOut(stored: unknown): MonitoringOutput['timeOut'] {
  return timeOutOutput.nullable().parse(stored);
}

const STATE_OF_DELIVERY = { pending: 'pending', delivered: 'done', failed: 'failed' } as const;

function presentKillSteps({ killSteps, deliveries }: MonitoringRow): MonitoringOutput['killSteps'] {
  return [
    ...(killSteps ?? []).map(({ kind, state, attempts, error }) => ({
      kind,
      state,
      attempts,
      error,
      channel: null,
    })),
    ...(deliveries ?? []).map(({ state, attempts, error, channel }) => ({
      kind: 'notify' as const,
      state: STATE_OF_DELIVERY[state],
      attempts,
      error,
      channel,
    })),
  ];
}

/** The policy that a decision was made under, as it was stored with it. */
export function presentStoredPolicy(stored: unknown) {
  const { values, origins, unreadable } = readStoredPolicy(stored);
  return { ...copyPolicy(values), origins, unreadable: [...unreadable] };
}

const UNNAMED = { hold: null, interactionsDue: null, wentBadAt: null, timeOut: null, caveats: [] };

/** Explanations of earlier versions lack what did not exist then. */
const completed = (stored: unknown) =>
  typeof stored === 'object' && stored !== null ? { ...UNNAMED, ...stored } : stored;

const storedExplanation = z.preprocess(completed, explanationOutput);

const storedFigures = z.preprocess(
  completed,
  explanationOutput.pick({
    views: true,
    interactions: true,
    engagementRate: true,
    interactionsDue: true,
    expectedEngagementRate: true,
    killThreshold: true,
    wentBadAt: true,
  }),
);

/** The explanation that was stored with a decision. */
export function readStoredExplanation(stored: unknown): z.output<typeof explanationOutput> {
  return storedExplanation.parse(stored);
}

/** A policy that its receiver may change. */
export function copyPolicy(policy: Policy): z.output<typeof policyShape> {
  return {
    ...policy,
    approval: { ...policy.approval },
    belowThreshold: { ...policy.belowThreshold },
    evidence: { ...policy.evidence },
    drop: { ...policy.drop },
    siblings: { ...policy.siblings },
  };
}

/** The filter as the database takes it. */
export function toDecisionFilter({
  since,
  until,
  ...rest
}: z.output<typeof decisionsFilter>): DecisionFilter {
  return {
    ...rest,
    ...(since !== undefined && { since: Date.parse(since) }),
    ...(until !== undefined && { until: Date.parse(until) }),
  };
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
    holdCause: HOLD_CAUSES.find((cause) => cause === row.holdCause) ?? null,
    timeOut: storedTimeOut.parse(row.explanation).timeOut,
    text: row.text,
    actor: row.actor,
    note: row.note,
    policyVersion: row.policyVersion,
    observedAt: isoOf(row.observedAt),
    decidedAt: row.decidedAt.toISOString(),
  };
}

/** What was counted when a decision was made. */
export function readFigures(stored: unknown): z.output<typeof storedFigures> {
  return storedFigures.parse(stored);
}

/** The figures that a decision was made by, as they are on record with it. */
export function presentFigures({ explanation, policy }: Pick<DecisionRow, 'explanation' | 'policy'>) {
  const { wentBadAt, ...figures } = readFigures(explanation);
  const { warnRatio } = readStoredPolicy(policy).values;
  return {
    ...figures,
    warnThreshold: warnRatio * figures.expectedEngagementRate,
    wentBadAt: toIso(wentBadAt),
  };
}

/** The engine's view of a stored session, to decide or explain by. */
export function toEngine(row: MonitoringRow): { session: Session; progress: Progress } {
  const { views, interactions, lastSampleAt: observedAt } = row;
  return {
    session: {
      monitoringId: row.id,
      variantId: row.variantId,
      personaId: row.personaId,
      campaignId: row.campaignId,
      postId: row.postId,
      source: row.source,
      accountId: row.accountId,
      expectedEngagementRate: row.expectedEngagementRate,
      expectedLow: row.expectedLow,
      startedAt: row.startedAt,
      extendedSeconds: row.extendedSeconds,
      isProtected: row.isProtected,
      holdoutDraw: row.holdoutDraw,
    },
    progress: {
      sample:
        views === null || interactions === null || observedAt === null
          ? null
          : { views, interactions, observedAt },
      doubt: null,
      lastInteractions: interactions,
      evidence: decodeEvidence(row.evidenceState),
      wentBadAt: row.wentBadAt,
      isSpared: row.isSpared,
      checks: row.checks,
      longestGapMs: row.longestGapMs,
      breaches: row.breaches,
      warned: row.warned,
      quality: DATA_QUALITIES.find((quality) => quality === row.dataQuality) ?? 'no_data',
      hold: holdOf(row),
    },
  };
}

function holdOf({ holdCause, holdReason, holdSince }: MonitoringRow): Hold | null {
  const cause = HOLD_CAUSES.find((known) => known === holdCause);
  if (cause === undefined || holdSince === null || holdReason === null || holdReason === 'manual')
    return null;
  return { cause, reason: holdReason, since: holdSince };
}

function isoOf(date: Date | null): string | null {
  return date?.toISOString() ?? null;
}
