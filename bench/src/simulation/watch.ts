import {
  deadlineOf,
  evaluate,
  NO_PROGRESS,
  type Policy,
  type Progress,
  type RuleReason,
  type Sample,
  type Session,
  type TimeOutVerdict,
} from '@cull/core';
import type { Counters } from '@cull/core/testing';

/** When a simulated variant was killed, and by which rule. */
export interface Kill {
  /** After the posting. */
  readonly seconds: number;
  readonly views: number;
  readonly reason: RuleReason;
}

/** What became of a variant under one policy. */
export interface Fate {
  /** Null where it lived. */
  readonly kill: Kill | null;
  /** When the policy warned of a drop, in seconds after the posting; null where it did not. */
  readonly warnedAt: number | null;
  /** What its time-out meant; null where it was killed. */
  readonly timeOut: TimeOutVerdict | null;
}

/** Yields counters as readings, one a second from the first second after the posting on. */
export function* everySecond(counters: Iterable<Counters>): Generator<Sample> {
  let observedAt = 0;
  for (const { views, interactions } of counters) {
    observedAt += 1000;
    yield { views, interactions, observedAt };
  }
}

/**
 * Shows the same readings to the live path's own `evaluate`, once under each policy, until all have killed or the
 * window has ended.
 * @param readings Of a variant that was posted at instant 0, in the order of time.
 * @param told The expected engagement rate that the engine is told, (0, 1].
 * @returns What became of the variant, in the order of the policies.
 */
export function watch(
  readings: Iterable<Sample>,
  told: number,
  policies: readonly Policy[],
): readonly Fate[] {
  const session = simulatedSession(told);
  const watched = policies.map((policy): Watched => {
    return { policy, progress: NO_PROGRESS, kill: null, warnedAt: null };
  });
  let living = watched.length;
  for (const sample of readings) {
    for (const entry of watched) if (entry.kill === null && check(session, entry, sample)) living -= 1;
    if (living === 0) break;
  }
  return watched.map((entry) => ({
    kill: entry.kill,
    warnedAt: entry.warnedAt,
    timeOut: entry.kill === null ? timeOutOf(session, entry) : null,
  }));
}

interface Watched {
  readonly policy: Policy;
  progress: Progress;
  kill: Kill | null;
  warnedAt: number | null;
}

/** Returns whether this check kills. */
function check(session: Session, entry: Watched, sample: Sample): boolean {
  const { observedAt, views } = sample;
  const reading = { kind: 'sample', sample } as const;
  const { ending, progress, changes } = evaluate(session, entry.progress, reading, entry.policy, observedAt);
  entry.progress = progress;
  const seconds = observedAt / 1000;
  if (changes.length > 0 && entry.warnedAt === null && changes.some(({ type }) => type === 'dropped'))
    entry.warnedAt = seconds;
  if (ending?.outcome !== 'killed' || ending.reason === 'manual') return false;
  entry.kill = { seconds, views, reason: ending.reason };
  return true;
}

function timeOutOf(session: Session, { progress, policy }: Watched): TimeOutVerdict | null {
  const { ending } = evaluate(session, progress, { kind: 'none' }, policy, deadlineOf(session, policy));
  return ending?.outcome === 'timed_out' ? ending.timeOut.verdict : null;
}

function simulatedSession(expectedEngagementRate: number): Session {
  return {
    monitoringId: 'simulated',
    variantId: 'simulated',
    personaId: 'simulated',
    campaignId: null,
    postId: 'simulated',
    source: 'push',
    accountId: null,
    expectedEngagementRate,
    expectedLow: null,
    startedAt: 0,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
}
