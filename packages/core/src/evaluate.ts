import { remember } from './history';
import { causeToHold, type Halt, type Hold, type HoldCause, hasExpired } from './hold';
import type { Policy } from './policy';
import { isBelow } from './ratio';
import { breaches, type KillReason, type Rule, type RuleInput, type RuleReason } from './rule';
import { evidence } from './rules/evidence';
import { belowThreshold } from './rules/threshold';
import { type DataQuality, qualityOfRefusal, SAFETY_CONDITIONS, type SourceTrouble } from './safety';
import { engagementRate, refusalOf, type Sample, type SampleRefusal } from './sample';
import { deadlineOf, type Outcome, type Progress, type Session } from './session';

/** In this order: the first rule that breaches gives the reason. */
export const RULES: readonly Rule[] = [belowThreshold, evidence];

/** What a look at the source brought. `none`: nobody looked, only time has passed or the policy has changed. */
export type Reading =
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'trouble'; readonly trouble: SourceTrouble }
  | { readonly kind: 'none' };

export interface Ending {
  readonly outcome: Outcome;
  readonly reason: KillReason | null;
}

/** What a look changed, besides the counters. */
export type Change =
  | { readonly type: 'warned' }
  | { readonly type: 'recovered' }
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
 * Takes one look at a live session: believes or refuses the reading, asks the rules, and says whether it ends.
 *
 * The window's end ends the authority to kill: at the deadline and after it the session times out, whatever it shows.
 * @param now Epoch milliseconds.
 * @param halt What has stopped the kills of its persona, if anything has.
 */
export function evaluate(
  session: Session,
  progress: Progress,
  reading: Reading,
  policy: Policy,
  now: number,
  halt: Halt | null = null,
): Evaluation {
  if (now >= deadlineOf(session, policy)) {
    return { progress, refusal: null, changes: [], ending: { outcome: 'timed_out', reason: null } };
  }
  const { counters, refusal, isNew } = take(session, progress, reading, policy, now);
  const input = ruleInput(session, counters, policy, now);
  const asked = input !== null && counters.quality === 'ok' && policy.mode !== 'off' ? input : null;
  const breached = asked === null ? undefined : breachedRule(asked);
  const breaches = asked === null ? progress.breaches : breachesInARow(progress, breached, isNew);
  const due = breached !== undefined && breaches >= policy.consecutiveBreaches ? breached.reason : null;
  const cause = due === null ? null : causeToHold(session, progress.hold, policy, halt, now);
  const next: Progress = {
    sample: counters.sample,
    lastInteractions: counters.lastInteractions,
    history: counters.history,
    breaches,
    warned: asked === null ? progress.warned && policy.mode !== 'off' : isWarned(asked, progress.warned),
    quality: counters.quality,
    hold:
      due === null || cause === null
        ? lapsed(progress.hold, policy, now)
        : held(progress.hold, due, cause, now),
  };
  return {
    progress: next,
    refusal,
    changes: changesBetween(progress, next),
    ending: due !== null && cause === null ? { outcome: 'killed', reason: due } : null,
  };
}

/** The rule that asks for a kill, if nothing speaks against any kill. */
export function breachedRule(input: RuleInput): Rule | undefined {
  for (const condition of SAFETY_CONDITIONS) if (!condition.met(input)) return undefined;
  return RULES.find((rule) => breaches(rule, input));
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

function held(before: Hold | null, reason: RuleReason, cause: HoldCause, now: number): Hold {
  return before?.cause === cause ? before : { cause, reason, since: now };
}

/** A hold stays on record after the rate has recovered; an approval that nobody gave is not asked for for ever. */
function lapsed(hold: Hold | null, policy: Policy, now: number): Hold | null {
  return hasExpired(hold, policy, now) && policy.approval.onExpiry === 'spare'
    ? { ...hold, cause: 'spared', since: now }
    : hold;
}

/** The rate below which the policy kills, as an engagement rate. */
export function killLine(session: Pick<Session, 'expectedEngagementRate'>, policy: Policy): number {
  return policy.killRatio * session.expectedEngagementRate;
}

/** The rate below which the policy warns, as an engagement rate. */
export function warnLine(session: Pick<Session, 'expectedEngagementRate'>, policy: Policy): number {
  return policy.warnRatio * session.expectedEngagementRate;
}

/**
 * How near a session is to being killed, from 0 (at its expected rate or above) to 1 (at the kill line with all the
 * evidence asked for). It orders the dashboard; it decides nothing. Few views weigh little: the distance counts in
 * proportion to the interactions that the views so far should have brought.
 */
export function riskOf(session: Session, { sample }: Progress, policy: Policy): number {
  if (sample === null || sample.views === 0) return 0;
  const expected = session.expectedEngagementRate;
  const distance =
    (expected - sample.interactions / sample.views) / (expected - killLine(session, policy) || expected);
  const weight = (sample.views * expected) / policy.minInteractions;
  return Math.min(1, Math.max(0, distance)) * Math.min(1, weight);
}

/** What the rules are asked about; null before the first believed sample. */
export function ruleInput(
  session: Session,
  { sample, history }: Pick<Progress, 'sample' | 'history'>,
  policy: Policy,
  now: number,
): RuleInput | null {
  if (sample === null) return null;
  const { expectedEngagementRate: expected, startedAt } = session;
  return { sample, rate: engagementRate(sample) ?? 0, expected, policy, history, startedAt, now };
}

/** What is known of a session's counters. */
type Counters = Pick<Progress, 'sample' | 'lastInteractions' | 'history' | 'quality'>;

interface Taken {
  readonly counters: Counters;
  readonly refusal: SampleRefusal | null;
  readonly isNew: boolean;
}

function take(session: Session, known: Counters, reading: Reading, policy: Policy, now: number): Taken {
  const { sample: believed, lastInteractions, history } = known;
  if (reading.kind !== 'sample') {
    const quality = aged(reading.kind === 'trouble' ? reading.trouble : known.quality, believed, policy, now);
    const counters = { sample: believed, lastInteractions, history, quality };
    return { counters, refusal: null, isNew: false };
  }
  const { sample } = reading;
  const refusal = refusalOf(sample, { believed, lastInteractions, startedAt: session.startedAt, now });
  if (refusal === null) {
    const counters = {
      sample,
      lastInteractions: sample.interactions,
      history: remember(history, sample, policy),
      quality: aged(sample.views > 0 ? 'ok' : 'no_views', sample, policy, now),
    };
    return { counters, refusal, isNew: true };
  }
  const quality = qualityOfRefusal(refusal);
  const lastSeen = quality === 'decreasing' ? sample.interactions : lastInteractions;
  const counters = {
    sample: believed,
    lastInteractions: lastSeen,
    history,
    quality: quality ?? known.quality,
  };
  return { counters, refusal, isNew: false };
}

/** Good counters go stale with time; other troubles are worse and keep their name. */
function aged(quality: DataQuality, sample: Sample | null, policy: Policy, now: number): DataQuality {
  if (quality !== 'ok' || sample === null) return quality;
  return now - sample.observedAt > policy.staleAfterSeconds * 1000 ? 'stale' : 'ok';
}

function changesBetween(before: Progress, after: Progress): Change[] {
  const changes: Change[] = [];
  if (!before.warned && after.warned) changes.push({ type: 'warned' });
  if (before.warned && !after.warned) changes.push({ type: 'recovered' });
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
