import { type CheckContext, NO_CONTEXT } from './check-context';
import { type EvidenceTerms, evidenceTerms } from './evidence/terms';
import { isDropping, isRecovered } from './evidence/verdict';
import { causeToHold, type Hold, type HoldCause, hasExpired } from './hold';
import type { Policy } from './policy';
import { isBelow } from './ratio';
import { type Reading, takeReading } from './reading';
import { breaches, type KillReason, type Rule, type RuleInput, type RuleReason } from './rule';
import { drop } from './rules/drop';
import { evidence } from './rules/evidence';
import { belowThreshold } from './rules/threshold';
import { type DataQuality, SAFETY_CONDITIONS } from './safety';
import { engagementRate, type Sample, type SampleRefusal } from './sample';
import { deadlineOf, type Progress, type Session } from './session';
import { type TimeOut, timeOutOf } from './time-out';

/** In this order: the first rule that breaches gives the reason. */
export const RULES: readonly Rule[] = [belowThreshold, drop, evidence];

export type Ending =
  | { readonly outcome: 'killed'; readonly reason: KillReason }
  | { readonly outcome: 'timed_out'; readonly reason: null; readonly timeOut: TimeOut }
  | { readonly outcome: 'stopped'; readonly reason: null };

/** What a check changed, besides the counters. */
export type Change =
  | { readonly type: 'warned' }
  | { readonly type: 'recovered' }
  | { readonly type: 'dropped' }
  | { readonly type: 'drop_ended' }
  | { readonly type: 'held'; readonly hold: Hold }
  | { readonly type: 'data_quality'; readonly from: DataQuality; readonly to: DataQuality };

export interface Evaluation {
  readonly progress: Progress;
  /** Why the reading was not believed; null where it was, or where there was none. */
  readonly refusal: SampleRefusal | null;
  readonly changes: readonly Change[];
  readonly ending: Ending | null;
}

/**
 * Checks a live session: believes or refuses the reading, asks the rules, and says whether it ends.
 *
 * The window's end ends the authority to kill: at the deadline and after it the session times out, whatever it shows. Its last
 * reading counts anyway where it was observed before.
 * @param now Epoch milliseconds.
 */
export function evaluate(
  session: Session,
  progress: Progress,
  reading: Reading,
  policy: Policy,
  now: number,
  context: CheckContext = NO_CONTEXT,
): Evaluation {
  const terms = termsOf(session, policy);
  const deadlineAt = deadlineOf(session, policy);
  if (now >= deadlineAt) {
    // What was observed in time belongs to the session, however late it is looked at.
    const isInTime = 'sample' in reading && reading.sample.observedAt < deadlineAt;
    const taken = isInTime ? takeReading(session, progress, reading, policy, terms, now) : null;
    const final = { ...progress, ...taken?.counters };
    const timeOut = timeOutOf(session, final, policy, context);
    const ending: Ending = { outcome: 'timed_out', reason: null, timeOut };
    return { progress: final, refusal: taken?.refusal ?? null, changes: [], ending };
  }
  const { counters, refusal, isNew } = takeReading(session, progress, reading, policy, terms, now);
  const input = inputOf(session, counters, policy, terms, now);
  const asked = input !== null && counters.quality === 'ok' && policy.mode !== 'off' ? input : null;
  const breached = asked === null ? undefined : breachedRule(asked, context);
  const breaches = asked === null ? progress.breaches : breachesInARow(progress, breached, isNew);
  const due = breached !== undefined && breaches >= policy.consecutiveBreaches ? breached.reason : null;
  const cause = due === null ? null : causeToHold(session, progress, policy, context, now);
  const next: Progress = {
    sample: counters.sample,
    doubt: counters.doubt,
    lastInteractions: counters.lastInteractions,
    evidence: counters.evidence,
    checks: counters.checks,
    longestGapMs: counters.longestGapMs,
    quality: counters.quality,
    breaches,
    warned: asked === null ? progress.warned && policy.mode !== 'off' : isWarned(asked, progress.warned),
    wentBadAt: wentBadAt(asked, progress.wentBadAt, policy, context),
    isSpared: progress.isSpared || cause === 'holdout',
    hold:
      due === null || cause === null
        ? lapsed(progress.hold, policy, now)
        : held(progress.hold, due, cause, now),
  };
  return {
    progress: next,
    refusal,
    changes: changesBetween(progress, next, policy),
    ending: due !== null && cause === null ? { outcome: 'killed', reason: due } : null,
  };
}

/** Returns whether a reading that waits for its account would ask for a kill that is not on record yet, if it counted. */
export function waitsToKill(
  session: Session,
  progress: Progress,
  { kind, sample }: Extract<Reading, { readonly sample: Sample }>,
  policy: Policy,
  now: number,
  context: CheckContext = NO_CONTEXT,
): boolean {
  if (kind !== 'waiting' || policy.mode === 'off') return false;
  const counted = evaluate(session, progress, { kind: 'sample', sample }, policy, now, context);
  const { breaches, hold } = counted.progress;
  if (breaches === 0) return false;
  return hold !== progress.hold || breaches < policy.consecutiveBreaches || counted.ending !== null;
}

/** The rule that asks for a kill, if nothing speaks against any kill. */
export function breachedRule(input: RuleInput, context: CheckContext): Rule | undefined {
  for (const condition of SAFETY_CONDITIONS) if (!condition.met(input)) return undefined;
  return RULES.find((rule) => canTell(rule, context) && breaches(rule, input));
}

/** Returns whether a rule can tell anything: one that counts what is due can't where interactions come in steps. */
export function canTell({ reason }: Rule, { interactionsStep }: CheckContext): boolean {
  return !interactionsStep || reason === 'below_threshold';
}

function breachesInARow(before: Progress, breached: Rule | undefined, isNew: boolean): number {
  if (breached === undefined) return 0;
  return before.breaches + (isNew || before.breaches === 0 ? 1 : 0);
}

/** A warning ends only halfway back to the expected rate, so that a rate on the line does not warn again and again. */
function isWarned({ sample, rate, expected, policy }: RuleInput, wasWarned: boolean): boolean {
  const line = wasWarned ? (policy.warnRatio + 1) / 2 : policy.warnRatio;
  return sample.interactions >= policy.minInteractions && isBelow(rate, line * expected);
}

/** A drop shows until as many interactions came since as keep a variant from being warned about. */
function wentBadAt(
  asked: RuleInput | null,
  before: number | null,
  policy: Policy,
  { interactionsStep }: CheckContext,
): number | null {
  if (policy.mode === 'off' || !policy.evidence.enabled || policy.drop.action === 'off' || interactionsStep)
    return null;
  if (asked === null) return before;
  const { evidence: state, terms, startedAt } = asked;
  if (before !== null && !isRecovered(state, terms, policy)) return before;
  return asked.isDropping ? startedAt + Math.round(state.badSince * 1000) : null;
}

function held(before: Hold | null, reason: RuleReason, cause: HoldCause, now: number): Hold {
  return before?.cause === cause ? before : { cause, reason, since: now };
}

/** A hold stays on record after the rate has recovered; an approval that nobody gave is not asked for forever. */
function lapsed(hold: Hold | null, policy: Policy, now: number): Hold | null {
  return hasExpired(hold, policy, now) && policy.approval.onExpiry === 'spare'
    ? { ...hold, cause: 'spared', since: now }
    : hold;
}

/** Returns what the rules are asked about; null before the first believed sample. */
export function ruleInput(
  session: Session,
  progress: Pick<Progress, 'sample' | 'evidence'>,
  policy: Policy,
  now: number,
): RuleInput | null {
  return inputOf(session, progress, policy, termsOf(session, policy), now);
}

function inputOf(
  { expectedEngagementRate: expected, startedAt }: Session,
  { sample, evidence: state }: Pick<Progress, 'sample' | 'evidence'>,
  policy: Policy,
  terms: EvidenceTerms,
  now: number,
): RuleInput | null {
  if (sample === null) return null;
  const counts = policy.evidence.enabled && policy.drop.action !== 'off';
  return {
    sample,
    rate: engagementRate(sample) ?? 0,
    expected,
    policy,
    evidence: state,
    terms,
    isDropping: counts && isDropping(state, terms),
    startedAt,
    now,
  };
}

/** Returns the terms that evidence is asked under for a session. */
export function termsOf({ expectedEngagementRate, expectedLow, extendedSeconds }: Session, policy: Policy) {
  return evidenceTerms(policy, expectedLow ?? expectedEngagementRate, extendedSeconds);
}

function changesBetween(before: Progress, after: Progress, policy: Policy): Change[] {
  const changes: Change[] = [];
  if (!before.warned && after.warned) changes.push({ type: 'warned' });
  if (before.warned && !after.warned) changes.push({ type: 'recovered' });
  if (before.wentBadAt === null && after.wentBadAt !== null && policy.drop.action === 'warn')
    changes.push({ type: 'dropped' });
  if (before.wentBadAt !== null && after.wentBadAt === null) changes.push({ type: 'drop_ended' });
  if (before.quality !== after.quality && !isArrival(before.quality, after.quality)) {
    changes.push({ type: 'data_quality', from: before.quality, to: after.quality });
  }
  if (after.hold !== null && before.hold?.cause !== after.hold.cause) {
    changes.push({ type: 'held', hold: after.hold });
  }
  return changes;
}

/** That the first samples come in is no news of their quality. */
function isArrival(from: DataQuality, to: DataQuality): boolean {
  return (from === 'no_data' && (to === 'no_views' || to === 'ok')) || (from === 'no_views' && to === 'ok');
}
