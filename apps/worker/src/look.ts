import {
  type Change,
  deadlineOf,
  type Ending,
  engagementRate,
  evaluate,
  explain,
  explainWarnLine,
  type Halt,
  type Progress,
  type ResolvedPolicy,
  riskOf,
} from '@cull/core';
import {
  type DecidedEnding,
  ENGINE,
  type NewEvent,
  type NewHold,
  type ProgressRecord,
  type Snapshot,
} from '@cull/db';
import type { Metrics } from './metrics';
import type { Look } from './poll';
import type { HeldSession } from './shard';

/** A sample's time alone is written this seldom, so that quiet variants cost no writes. */
const SAMPLE_TIME_WRITTEN_EVERY_MS = 5_000;

/** What a round of looks has to write down. */
export interface Findings {
  /** By monitoringId: of several looks at one session, the last is what it has come to. */
  readonly records: Map<string, ProgressRecord>;
  readonly snapshots: Snapshot[];
  readonly events: NewEvent[];
  readonly holds: NewHold[];
  readonly endings: DecidedEnding[];
}

export function noFindings(): Findings {
  return { records: new Map(), snapshots: [], events: [], holds: [], endings: [] };
}

/** What a session is judged by at the moment. */
export interface Terms {
  readonly policy: ResolvedPolicy;
  readonly halt: Halt | null;
}

/**
 * Takes one look at a held session: asks the engine, keeps its progress in memory, and adds what has to be written to
 * the findings.
 * @returns Whether the session goes on.
 */
export function lookAt(
  held: HeldSession,
  { reading, breakdown }: Look,
  { policy, halt }: Terms,
  now: number,
  findings: Findings,
  metrics: Metrics,
): boolean {
  const { session, progress: before } = held;
  const { progress, refusal, changes, ending } = evaluate(session, before, reading, policy.values, now, halt);
  metrics.evaluations.inc();
  if (refusal !== null) metrics.refusedSamples.inc({ refusal });
  held.progress = progress;
  const { sample } = progress;
  if (sample !== null && countersChanged(before, progress)) {
    findings.snapshots.push({ monitoringId: session.monitoringId, ...sample, breakdown });
  }
  for (const change of changes) {
    if (change.type !== 'held') findings.events.push(changeEvent(held, change, policy, now));
    else
      findings.holds.push({ session, progress: { ...progress, hold: change.hold }, policy, halt, at: now });
  }
  if (ending !== null) {
    findings.endings.push(decided(held, ending, policy, now));
    return false;
  }
  const deadlineAt = deadlineOf(session, policy.values);
  if (worthWriting(held, deadlineAt)) {
    const risk = riskOf(session, progress, policy.values);
    const { monitoringId } = session;
    findings.records.set(monitoringId, { monitoringId, progress, risk, deadlineAt });
    held.stored = { progress, deadlineAt };
  }
  return true;
}

function decided(
  { session, progress }: HeldSession,
  ending: Ending,
  policy: ResolvedPolicy,
  now: number,
): DecidedEnding {
  const standing =
    ending.outcome === 'killed' && ending.reason !== null && ending.reason !== 'manual'
      ? { status: ending.outcome, reason: ending.reason }
      : { status: 'timed_out' as const };
  const explanation = explain(session, progress, policy.values, standing, now);
  return { session, progress, ending, explanation, policy, actor: ENGINE, note: null, decidedAt: now };
}

function countersChanged(before: Progress, after: Progress): boolean {
  return (
    before.sample?.views !== after.sample?.views || before.sample?.interactions !== after.sample?.interactions
  );
}

function worthWriting({ progress, stored }: HeldSession, deadlineAt: number): boolean {
  const { progress: known } = stored;
  return (
    deadlineAt !== stored.deadlineAt ||
    countersChanged(known, progress) ||
    known.breaches !== progress.breaches ||
    known.warned !== progress.warned ||
    known.quality !== progress.quality ||
    (progress.sample?.observedAt ?? 0) - (known.sample?.observedAt ?? 0) >= SAMPLE_TIME_WRITTEN_EVERY_MS
  );
}

function changeEvent(
  { session, progress }: HeldSession,
  change: Exclude<Change, { type: 'held' }>,
  policy: ResolvedPolicy,
  at: number,
): NewEvent {
  const { monitoringId, variantId, personaId } = session;
  const subject = { at, monitoringId, variantId, personaId };
  if (change.type === 'data_quality') {
    return { ...subject, type: 'variant.data_quality', data: { from: change.from, to: change.to } };
  }
  const { sample } = progress;
  const data = {
    text: explainWarnLine(session, progress, policy.values),
    views: sample?.views ?? null,
    interactions: sample?.interactions ?? null,
    engagementRate: sample === null ? null : engagementRate(sample),
  };
  const type = change.type === 'warned' ? 'variant.warned' : 'variant.recovered';
  return { ...subject, type, data };
}
