import { type CheckContext, NO_CONTEXT } from '../check-context';
import { canTell, termsOf } from '../evaluate';
import type { Policy } from '../policy';
import { evidence as evidenceRule } from '../rules/evidence';
import { deadlineOf, type Progress, type Session } from '../session';
import { couldBeKilled, type KillOutlook } from './earliest-kill';
import type { ViewPace } from './view-pace';

/**
 * What a check can change, the most first: `decisive` may end the variant, `first` brings its first counters, `routine` finds it
 * where it is expected to be.
 */
export type CheckUrgency = 'decisive' | 'first' | 'routine';

export interface CheckPlan {
  /** When the variant is to be checked, epoch milliseconds. */
  readonly at: number;
  readonly urgency: CheckUrgency;
}

/** The shortest time between two checks of a variant, and how readings went lately. */
export interface PlanTerms {
  readonly shortestMs: number;
  readonly pace: ViewPace | null;
  /** Readings in a row, up to the last, that were refused: the next one confirms or disproves them. */
  readonly refusals: number;
}

/** So many refused readings in a row are asked again at once: by then a source has shown what it means. */
const QUICK_REFUSALS = 6;

/** A variant's first checks come as often as every sixth of its age, while its pace is little known. */
const AGE_SHARE = 1 / 6;
/** The last check comes so long before the window's end that its answer still counts. */
const BEFORE_DEADLINE_MS = 1_500;
/** The earliest moment is found to a part of the longest gap: 1/16. */
const HALVINGS = 4;

/**
 * Returns when a variant is to be checked next: not before the earliest moment at which any rule could ask for a kill, and at the
 * latest after the longest gap that the policy allows.
 * @param now When its last reading was evaluated, or it became known, epoch milliseconds.
 */
export function planCheck(
  session: Session,
  progress: Progress,
  policy: Policy,
  { shortestMs, pace, refusals }: PlanTerms,
  now: number,
  context: CheckContext = NO_CONTEXT,
): CheckPlan {
  const { sample } = progress;
  const maxMs = Math.max(shortestMs, policy.maxCheckIntervalSeconds * 1000);
  if (refusals > QUICK_REFUSALS) {
    const pauseMs = shortestMs * 2 ** Math.min(refusals - QUICK_REFUSALS, 10);
    return { at: now + Math.min(pauseMs, maxMs), urgency: 'routine' };
  }
  if (sample === null) return { at: now + shortestMs, urgency: 'first' };
  if (refusals > 0) return { at: now + shortestMs, urgency: 'decisive' };
  const byAge = Math.max(shortestMs, (now - session.startedAt) * AGE_SHARE);
  const longestMs = Math.min(maxMs, byAge);
  const outlook: KillOutlook = {
    sample,
    evidence: progress.evidence,
    expected: session.expectedEngagementRate,
    startedAt: session.startedAt,
    policy,
    terms: termsOf(session, policy),
    rate: pace?.rate ?? 0,
    countsDue: canTell(evidenceRule, context),
  };
  const safeMs = longestSafe(outlook, shortestMs, longestMs);
  // A verdict that is held back is on record already; the readings' age is all that it still needs.
  const isBlocked = progress.hold !== null && progress.breaches >= policy.consecutiveBreaches;
  const isAwaited = safeMs !== null && !isBlocked;
  const at = sample.observedAt + (isAwaited ? safeMs : longestMs);
  const last = deadlineOf(session, policy) - BEFORE_DEADLINE_MS;
  const bounded = sample.observedAt < last ? Math.min(at, last) : at;
  return {
    at: Math.max(bounded, sample.observedAt + shortestMs),
    urgency: isAwaited && safeMs <= shortestMs ? 'decisive' : 'routine',
  };
}

/** The longest time after the last reading by which no rule can ask, found by halving; null where that is all of `longestMs`. */
function longestSafe(outlook: KillOutlook, shortestMs: number, longestMs: number): number | null {
  if (!couldBeKilled(outlook, longestMs / 1000)) return null;
  if (couldBeKilled(outlook, shortestMs / 1000)) return shortestMs;
  let safe = shortestMs;
  let unsafe = longestMs;
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (safe + unsafe) / 2;
    if (couldBeKilled(outlook, middle / 1000)) unsafe = middle;
    else safe = middle;
  }
  return safe;
}
