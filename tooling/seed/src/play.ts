import {
  type CheckContext,
  evaluate,
  type Halt,
  NO_CONTEXT,
  NO_PROGRESS,
  type ResolvedPolicy,
  type Sample,
  type Session,
} from '@cull/core';
import { seeded, simulate } from '@cull/core/testing';
import {
  type DecidedEnding,
  endingOfCheck,
  eventOfChange,
  type NewEvent,
  type NewHold,
  type Snapshot,
} from '@cull/db';
import type { Post } from './week';

/** What monitoring found in a post, to be written down. */
export interface Played {
  /** Up to the ending. */
  readonly snapshots: readonly Snapshot[];
  /** From there on, to the end of the window. */
  readonly later: readonly Snapshot[];
  readonly deadlineAt: number;
  readonly events: readonly NewEvent[];
  readonly holds: readonly NewHold[];
  readonly ending: DecidedEnding;
}

/** What people had decided about kills at an instant. */
export interface Rules {
  readonly policyAt: (session: Session, at: number) => ResolvedPolicy;
  readonly haltAt: (session: Session, at: number) => Halt | null;
}

/** Checks are this far apart, more so as a post gets older: what the engine plans for a post of middling pace. */
const CHECK_SECONDS = { young: 2, old: 6, oldFrom: 120 } as const;
const AFTER_WINDOW_SECONDS = 5;

/**
 * Plays a post's window through the engine's own `evaluate`, check by check, and on to its end where it was killed before:
 * what came after the kill says whether it was right.
 * @param stream The seed of the post's audience.
 */
export function play(
  { audience, number }: Post,
  session: Session,
  { policyAt, haltAt }: Rules,
  seed: number,
): Played {
  const { monitoringId, startedAt } = session;
  const { windowSeconds } = policyAt(session, startedAt).values;
  const deadlineAt = startedAt + windowSeconds * 1_000;
  const snapshots: Snapshot[] = [];
  const later: Snapshot[] = [];
  const events: NewEvent[] = [];
  const holds: NewHold[] = [];
  let progress = NO_PROGRESS;
  let ending: DecidedEnding | null = null;
  let second = 0;
  let shown: Sample | null = null;
  for (const counters of simulate(audience, windowSeconds + AFTER_WINDOW_SECONDS, seeded(seed, 1, number))) {
    second += 1;
    if (second % (second < CHECK_SECONDS.oldFrom ? CHECK_SECONDS.young : CHECK_SECONDS.old) !== 0) continue;
    const at = startedAt + second * 1_000;
    const sample: Sample = { ...counters, observedAt: at };
    if (ending !== null) {
      if (at <= deadlineAt) later.push({ monitoringId, ...sample });
      continue;
    }
    if (shown?.views !== sample.views || shown.interactions !== sample.interactions)
      snapshots.push({ monitoringId, ...sample });
    shown = sample;
    const policy = policyAt(session, at);
    const context: CheckContext = { ...NO_CONTEXT, halt: haltAt(session, at) };
    const evaluation = evaluate(session, progress, { kind: 'sample', sample }, policy.values, at, context);
    progress = evaluation.progress;
    const checked = { session, progress, policy, context, at };
    for (const change of evaluation.changes) {
      if (change.type === 'held') holds.push({ ...checked, progress: { ...progress, hold: change.hold } });
      else events.push(eventOfChange(checked, change));
    }
    if (evaluation.ending !== null) ending = endingOfCheck(checked, evaluation.ending);
  }
  if (ending === null) throw new Error(`the window of ${session.variantId} has no end`);
  return { snapshots, later, deadlineAt, events, holds, ending };
}
