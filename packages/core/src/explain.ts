import { type CheckContext, NO_CONTEXT } from './check-context';
import { breachedRule, canTell, RULES, ruleInput } from './evaluate';
import { sincePosting } from './evidence/verdict';
import { formatCountOf, formatDuration, formatRate, formatRateBeside } from './format';
import { explainExpiry, explainHold, type HoldCause } from './hold';
import type { Policy } from './policy';
import { isBelow } from './ratio';
import { killThreshold, warnThreshold } from './risk';
import { breaches, type Condition, type RuleInput, type RuleReason } from './rule';
import { dropInWords, recoveryInWords } from './rules/drop';
import { dueInWords } from './rules/odds';
import { type DataQuality, SAFETY_CONDITIONS } from './safety';
import { engagementRate } from './sample';
import { deadlineOf, type MonitoringStatus, type Progress, type Session } from './session';
import { isExpectationSuspect } from './siblings';
import { explainTimeOut, type TimeOut } from './time-out';

export interface ConditionVerdict {
  readonly id: string;
  readonly met: boolean;
  readonly actual: number;
  readonly needed: number;
  readonly text: string;
}

export interface RuleVerdict {
  readonly reason: RuleReason;
  readonly enabled: boolean;
  readonly breached: boolean;
  readonly conditions: readonly ConditionVerdict[];
}

/** Why a session ended, or why it has not yet: every condition with its numbers, and the sentence. */
export interface Explanation {
  readonly status: MonitoringStatus;
  readonly text: string;
  readonly views: number | null;
  readonly interactions: number | null;
  readonly engagementRate: number | null;
  /** Interactions that a healthy variant would have so far; null before the first reading. */
  readonly interactionsDue: number | null;
  /** When it went bad, epoch milliseconds; null while no drop shows. */
  readonly wentBadAt: number | null;
  readonly expectedEngagementRate: number;
  readonly killThreshold: number;
  readonly dataQuality: DataQuality;
  readonly breaches: number;
  readonly breachesNeeded: number;
  /** The kill that was asked for and not carried out; null where none was. */
  readonly hold: {
    readonly cause: HoldCause;
    readonly reason: RuleReason;
    readonly since: number;
    readonly text: string;
  } | null;
  /** What a time-out means; null for anything else. */
  readonly timeOut: TimeOut | null;
  /** What calls the figures themselves in question, in sentences; empty where nothing does. */
  readonly caveats: readonly string[];
  readonly safety: readonly ConditionVerdict[];
  readonly rules: readonly RuleVerdict[];
}

/** Who let a kill happen that had to be approved. */
export interface Approval {
  readonly actor: string;
  readonly note: string;
}

/** How a session stands: still monitored, with the ending it came to, or brought back from it. */
export type Standing =
  | { readonly status: 'monitoring'; readonly context: CheckContext }
  | {
      readonly status: 'killed';
      readonly reason: RuleReason;
      readonly approval?: Approval;
      readonly context?: CheckContext;
    }
  | { readonly status: 'killed'; readonly reason: 'manual'; readonly actor: string; readonly note: string }
  | { readonly status: 'revived'; readonly actor: string; readonly note: string }
  | { readonly status: 'stopped'; readonly actor: string; readonly note: string }
  | { readonly status: 'timed_out'; readonly timeOut: TimeOut; readonly context?: CheckContext };

/**
 * Explains a session from the very conditions that decided it.
 * @param progress As the deciding look left it.
 * @param now Epoch milliseconds of the decision; for a live session, the present.
 */
export function explain(
  session: Session,
  progress: Progress,
  policy: Policy,
  standing: Standing,
  now: number,
): Explanation {
  const input = ruleInput(session, progress, policy, now);
  const context = contextOf(standing);
  const verdicts = (conditions: readonly Condition[]) =>
    input === null ? [] : conditions.map((c) => verdict(c, input));
  return {
    status: standing.status === 'revived' ? 'killed' : standing.status,
    text: sentence(session, progress, policy, standing, input, now),
    views: progress.sample?.views ?? null,
    interactions: progress.sample?.interactions ?? null,
    engagementRate: progress.sample === null ? null : engagementRate(progress.sample),
    interactionsDue: input === null ? null : sincePosting(input.evidence, input.terms).due,
    wentBadAt: progress.wentBadAt,
    expectedEngagementRate: session.expectedEngagementRate,
    killThreshold: killThreshold(session, policy),
    dataQuality: progress.quality,
    breaches: progress.breaches,
    breachesNeeded: policy.consecutiveBreaches,
    hold:
      progress.hold === null
        ? null
        : { ...progress.hold, text: explainHold(progress.hold, policy, context, now) },
    timeOut: standing.status === 'timed_out' ? standing.timeOut : null,
    caveats: caveatsOf(context, policy),
    safety: verdicts(SAFETY_CONDITIONS),
    rules: RULES.map((rule) => ({
      reason: rule.reason,
      enabled: rule.enabled(policy),
      breached: input !== null && canTell(rule, context) && breaches(rule, input),
      conditions: verdicts(rule.conditions),
    })),
  };
}

/** Returns in words how a variant's rate stands to its warn threshold. */
export function explainWarning(session: Session, { sample }: Progress, policy: Policy): string {
  const rate = sample === null ? null : engagementRate(sample);
  if (rate === null) return 'There is no engagement rate yet.';
  const threshold = warnThreshold(session, policy);
  const side = isBelow(rate, threshold) ? 'below' : 'back at or above';
  const share = `${formatRate(policy.warnRatio)} of the expected ${formatRate(session.expectedEngagementRate)}`;
  return `Engagement rate ${formatRateBeside(rate, threshold)} is ${side} the warn threshold of ${formatRate(threshold)} (${share}).`;
}

/** Returns in words that a variant was healthy and has gone bad. */
export function explainDrop(session: Session, progress: Progress, policy: Policy, now: number): string {
  const input = ruleInput(session, progress, policy, now);
  return input === null ? 'There is no reading yet.' : dropInWords(input);
}

/** Returns in words that a variant that had gone bad is back. */
export function explainRecovery(session: Session, progress: Progress, policy: Policy, now: number): string {
  const input = ruleInput(session, progress, policy, now);
  return input === null ? 'There is no reading yet.' : recoveryInWords(input);
}

function contextOf(standing: Standing): CheckContext {
  return ('context' in standing && standing.context) || NO_CONTEXT;
}

function heldInWords({ hold }: Progress, policy: Policy, now: number): string | null {
  return hold === null ? null : explainHold(hold, policy, NO_CONTEXT, now);
}

function caveatsOf({ siblings, interactionsStep }: CheckContext, policy: Policy): readonly string[] {
  const caveats: string[] = [];
  if (interactionsStep)
    caveats.push(
      'The account’s interactions arrive in steps, apart from the views, so the rules that count what is due are off for it.',
    );
  if (isExpectationSuspect(siblings, policy))
    caveats.push(
      `${siblings.variants} live variants of the persona are below the kill threshold together: ${formatCountOf(siblings.interactions, 'interaction')} came and ${dueInWords(siblings.due)} were due. The expected ER, the hour or the source may be wrong.`,
    );
  return caveats;
}

function verdict(condition: Condition, input: RuleInput): ConditionVerdict {
  return {
    id: condition.id,
    met: condition.met(input),
    actual: condition.actual(input),
    needed: condition.needed(input),
    text: condition.describe(input),
  };
}

function sentence(
  session: Session,
  progress: Progress,
  policy: Policy,
  standing: Standing,
  input: RuleInput | null,
  now: number,
): string {
  switch (standing.status) {
    case 'killed': {
      if (standing.reason === 'manual')
        return `Killed by ${standing.actor}: ${asSentence(standing.note)} ${inNumbers(progress)}`;
      const rule = RULES.find(({ reason }) => reason === standing.reason);
      const why = rule === undefined || input === null ? 'Killed.' : `Killed: ${rule.sentence(input)}`;
      const { approval } = standing;
      if (approval !== undefined) return `${why} Approved by ${approval.actor}: ${asSentence(approval.note)}`;
      const expiry = explainExpiry(progress.hold, policy, now);
      return expiry === null ? why : `${why} ${capitalised(expiry)}.`;
    }
    case 'revived':
      return `Restored by ${standing.actor}: ${asSentence(standing.note)} ${inNumbers(progress)}`;
    case 'stopped':
      return `Monitoring stopped by ${standing.actor}: ${asSentence(standing.note)} ${inNumbers(progress)}`;
    case 'timed_out':
      return `${explainTimeOut(standing.timeOut, deadlineOf(session, policy) - session.startedAt, policy, heldInWords(progress, policy, now))} ${inNumbers(progress)}`;
    case 'monitoring':
      return whyNotYet(session, progress, policy, input, standing.context, now);
  }
}

function whyNotYet(
  session: Session,
  progress: Progress,
  policy: Policy,
  input: RuleInput | null,
  context: CheckContext,
  now: number,
): string {
  if (policy.mode === 'off') return 'Not killed: the policy is off, so no rules run.';
  if (policy.mode === 'approve' && progress.hold?.cause === 'spared')
    return `Not killed, since ${explainHold(progress.hold, policy, context, now)}. ${inNumbers(progress)}`;
  if (progress.quality !== 'ok') return `Not killed: ${QUALITY_TEXTS[progress.quality]}.`;
  if (input === null) return `Not killed: ${QUALITY_TEXTS.no_data}.`;
  const enabled = RULES.filter((rule) => rule.enabled(policy) && canTell(rule, context));
  if (enabled.length === 0)
    return context.interactionsStep
      ? 'Not killed: the rules that count what is due are off for this account, and no other rule is on.'
      : 'Not killed: every rule is turned off.';
  const breached = breachedRule(input, context);
  if (breached !== undefined) {
    if (progress.breaches < policy.consecutiveBreaches || progress.hold === null)
      return `Not killed yet: ${progress.breaches} of ${policy.consecutiveBreaches} breaches in a row.`;
    return `Not killed, since ${explainHold(progress.hold, policy, context, now)}. Otherwise: ${breached.sentence(input)}`;
  }
  const unmet = [...SAFETY_CONDITIONS, ...enabled.flatMap((rule) => rule.conditions)].filter(
    (c) => !c.met(input),
  );
  const remaining = formatDuration(deadlineOf(session, policy) - now);
  return `Not killed: ${unmet.map((condition) => condition.describe(input)).join('; ')}. Times out in ${remaining}.`;
}

const QUALITY_TEXTS: Readonly<Record<Exclude<DataQuality, 'ok'>, string>> = {
  no_data: 'no sample has arrived yet',
  no_views: 'nobody has seen the post yet',
  stale: 'the newest sample is too old to act on',
  decreasing: 'view or interaction counts fell, so they are ignored until they recover',
  impossible: 'the source shows more interactions than views',
  source_error: 'the source is down or returns an error',
  token_invalid: 'the source refuses the access token',
  post_gone: 'the source says that the post does not exist',
  no_counters: 'the source keeps no counters of this kind of post',
  reactions_frozen:
    'no post of the account gains any interaction although many are due, so the source’s reactions are frozen and its readings don’t count until they move',
};

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function asSentence(note: string): string {
  return /[.!?]$/.test(note) ? note : `${note}.`;
}

function inNumbers({ sample }: Progress): string {
  if (sample === null) return 'No sample had arrived.';
  const rate = engagementRate(sample);
  const counts = `${formatCountOf(sample.interactions, 'interaction')} from ${formatCountOf(sample.views, 'view')}`;
  return rate === null ? `${counts}.` : `${counts}, an engagement rate of ${formatRate(rate)}.`;
}
