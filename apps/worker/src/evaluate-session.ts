import {
  advanceInteractionSteps,
  type CheckContext,
  deadlineOf,
  evaluate,
  hasInteractionSteps,
  interactionsDue,
  type Policy,
  type Progress,
  paceAfter,
  type Reading,
  type ReadingGain,
  type ResolvedPolicy,
  refusalFor,
  riskOf,
  type Session,
  termsOf,
  waitsToKill,
} from '@cull/core';
import {
  type DecidedEnding,
  endingOfCheck,
  eventOfChange,
  type NewEvent,
  type NewHold,
  type ProgressRecord,
  type Snapshot,
} from '@cull/db';
import type { WorkerContext } from './context';
import type { HeldSession } from './shards/state';

/** A sample's time alone is written this seldom, so that quiet variants cost no writes. */
const SAMPLE_TIME_WRITTEN_EVERY_MS = 5_000;

/** What checks have found and the database doesn't have yet. */
export interface PendingWrites {
  /** By monitoringId: of several checks of one session, the last is what it has come to. */
  readonly records: Map<string, ProgressRecord>;
  readonly snapshots: Snapshot[];
  readonly events: NewEvent[];
  readonly holds: NewHold[];
  readonly endings: DecidedEnding[];
  /** Sessions whose interactions arrive in steps, apart from the views. */
  readonly steppingSessions: Session[];
}

export function nothingPending(): PendingWrites {
  return {
    records: new Map(),
    snapshots: [],
    events: [],
    holds: [],
    endings: [],
    steppingSessions: [],
  };
}

/** What a session is judged by at the moment. */
export interface Terms {
  readonly policy: ResolvedPolicy;
  readonly context: CheckContext;
}

/** What became of a session and of the reading that it was evaluated with. */
export interface Outcome {
  readonly goesOn: boolean;
  readonly wasRefused: boolean;
  /** Whether the reading would kill, and waits until another variant of the account gains an interaction. */
  readonly waitsToKill: boolean;
}

/** Evaluates a held session with a reading: asks the engine, keeps its progress in memory, and adds what has to be written. */
export function evaluateSession(
  held: HeldSession,
  reading: Reading,
  { policy, context }: Terms,
  now: number,
  pending: PendingWrites,
  { metrics, accounts }: Pick<WorkerContext, 'metrics' | 'accounts'>,
): Outcome {
  const { session, progress: before } = held;
  const counted = countedAs(held, reading, policy.values, now, accounts);
  const { progress, refusal, changes, ending } = evaluate(
    session,
    before,
    counted,
    policy.values,
    now,
    context,
  );
  const wasStepping = hasInteractionSteps(held.steps);
  held.steps = advanceInteractionSteps(held.steps, gainOf(before, progress));
  if (!wasStepping && hasInteractionSteps(held.steps)) pending.steppingSessions.push(session);
  metrics.evaluations.inc();
  if (refusal !== null) metrics.refusedSamples.inc({ refusal });
  if (progress.sample !== null && progress.sample !== before.sample)
    held.pace = paceAfter(held.pace, before.sample, progress.sample, session.startedAt);
  held.progress = progress;
  const { sample } = progress;
  if (sample !== null && countersChanged(before, progress)) {
    pending.snapshots.push({ monitoringId: session.monitoringId, ...sample });
  }
  const checked = { session, progress, policy, context, at: now };
  for (const change of changes) {
    if (change.type === 'dropped') metrics.drops.inc();
    if (change.type !== 'held') pending.events.push(eventOfChange(checked, change));
    else pending.holds.push({ ...checked, progress: { ...progress, hold: change.hold } });
  }
  if (ending !== null) {
    pending.endings.push(endingOfCheck(checked, ending));
    return { goesOn: false, wasRefused: refusal !== null, waitsToKill: false };
  }
  const deadlineAt = deadlineOf(session, policy.values);
  if (worthWriting(held, deadlineAt)) {
    const risk = riskOf(session, progress, policy.values);
    const { monitoringId } = session;
    const due = interactionsDue(session, progress, policy.values);
    const { gap } = held;
    pending.records.set(monitoringId, {
      ...{ monitoringId, progress, risk, interactionsDue: due, deadlineAt, gap },
    });
    held.stored = { progress, interactionsDue: due, deadlineAt };
  }
  return {
    goesOn: true,
    wasRefused: refusal !== null,
    waitsToKill:
      counted.kind === 'waiting' && waitsToKill(session, before, counted, policy.values, now, context),
  };
}

/** A reading that will be refused says nothing about its account either. */
function countedAs(
  { session, progress }: HeldSession,
  reading: Reading,
  policy: Policy,
  now: number,
  accounts: WorkerContext['accounts'],
): Reading {
  if (reading.kind !== 'sample') return reading;
  if (refusalFor(session, progress, reading.sample, now) !== null) return reading;
  return accounts.judge(session, progress, reading.sample, termsOf(session, policy));
}

function gainOf(before: Progress, after: Progress): ReadingGain {
  return {
    views: (after.sample?.views ?? 0) - (before.sample?.views ?? 0),
    interactions: after.evidence.interactions - before.evidence.interactions,
  };
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
    known.wentBadAt !== progress.wentBadAt ||
    known.isSpared !== progress.isSpared ||
    known.lastInteractions !== progress.lastInteractions ||
    (progress.sample?.observedAt ?? 0) - (known.sample?.observedAt ?? 0) >= SAMPLE_TIME_WRITTEN_EVERY_MS
  );
}
