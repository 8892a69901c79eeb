import { breachedRule, killLine, RULES, ruleInput, warnLine } from './evaluate';
import { formatCountOf, formatDuration, formatRate, formatRateBeside } from './format';
import { explainExpiry, explainHold, type Halt, type HoldCause } from './hold';
import type { Policy } from './policy';
import { isBelow } from './ratio';
import { breaches, type Condition, type RuleInput, type RuleReason } from './rule';
import { type DataQuality, SAFETY_CONDITIONS } from './safety';
import { engagementRate } from './sample';
import { deadlineOf, type MonitoringStatus, type Progress, type Session } from './session';

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
  | { readonly status: 'monitoring'; readonly halt: Halt | null }
  | { readonly status: 'killed'; readonly reason: RuleReason; readonly approval?: Approval }
  | { readonly status: 'killed'; readonly reason: 'manual'; readonly actor: string; readonly note: string }
  | { readonly status: 'revived'; readonly actor: string; readonly note: string }
  | { readonly status: 'stopped'; readonly actor: string; readonly note: string }
  | { readonly status: 'timed_out' };

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
  const verdicts = (conditions: readonly Condition[]) =>
    input === null ? [] : conditions.map((c) => verdict(c, input));
  return {
    status: standing.status === 'revived' ? 'killed' : standing.status,
    text: sentence(session, progress, policy, standing, input, now),
    views: progress.sample?.views ?? null,
    interactions: progress.sample?.interactions ?? null,
    engagementRate: progress.sample === null ? null : engagementRate(progress.sample),
    expectedEngagementRate: session.expectedEngagementRate,
    killThreshold: killLine(session, policy),
    dataQuality: progress.quality,
    breaches: progress.breaches,
    breachesNeeded: policy.consecutiveBreaches,
    hold:
      progress.hold === null
        ? null
        : { ...progress.hold, text: explainHold(progress.hold, policy, haltOf(standing), now) },
    safety: verdicts(SAFETY_CONDITIONS),
    rules: RULES.map((rule) => ({
      reason: rule.reason,
      enabled: rule.enabled(policy),
      breached: input !== null && breaches(rule, input),
      conditions: verdicts(rule.conditions),
    })),
  };
}

/** In words, how a variant's rate stands to its warn line. */
export function explainWarnLine(session: Session, { sample }: Progress, policy: Policy): string {
  const rate = sample === null ? null : engagementRate(sample);
  if (rate === null) return 'There is no engagement rate yet.';
  const line = warnLine(session, policy);
  const side = isBelow(rate, line) ? 'below' : 'back at or above';
  const share = `${formatRate(policy.warnRatio)} of the expected ${formatRate(session.expectedEngagementRate)}`;
  return `Engagement rate ${formatRateBeside(rate, line)} is ${side} the warn line of ${formatRate(line)} (${share}).`;
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
      return `Revived by ${standing.actor}: ${asSentence(standing.note)} ${inNumbers(progress)}`;
    case 'stopped':
      return `Monitoring stopped by ${standing.actor}: ${asSentence(standing.note)} ${inNumbers(progress)}`;
    case 'timed_out':
      return `Timed out after ${formatDuration(deadlineOf(session, policy) - session.startedAt)} without a reason to kill. ${inNumbers(progress)}`;
    case 'monitoring':
      return whyNotYet(session, progress, policy, input, standing.halt, now);
  }
}

function whyNotYet(
  session: Session,
  progress: Progress,
  policy: Policy,
  input: RuleInput | null,
  halt: Halt | null,
  now: number,
): string {
  if (policy.mode === 'off') return 'Not killed: the policy is off, so that the rules are not asked.';
  if (policy.mode === 'approve' && progress.hold?.cause === 'spared')
    return `Not killed, since ${explainHold(progress.hold, policy, halt, now)}. ${inNumbers(progress)}`;
  if (progress.quality !== 'ok') return `Not killed: ${QUALITY_TEXTS[progress.quality]}.`;
  if (input === null) return `Not killed: ${QUALITY_TEXTS.no_data}.`;
  const enabled = RULES.filter((rule) => rule.enabled(policy));
  if (enabled.length === 0) return 'Not killed: the policy has every rule switched off.';
  const breached = breachedRule(input);
  if (breached !== undefined) {
    if (progress.breaches < policy.consecutiveBreaches || progress.hold === null)
      return `Not killed yet: ${progress.breaches} of ${policy.consecutiveBreaches} breaches in a row.`;
    return `Not killed, since ${explainHold(progress.hold, policy, halt, now)}. Otherwise: ${breached.sentence(input)}`;
  }
  const unmet = [...SAFETY_CONDITIONS, ...enabled.flatMap((rule) => rule.conditions)].filter(
    (c) => !c.met(input),
  );
  const remaining = formatDuration(deadlineOf(session, policy) - now);
  return `Not killed: ${unmet.map((condition) => condition.describe(input)).join('; ')}. Times out in ${remaining}.`;
}

function haltOf(standing: Standing): Halt | null {
  return standing.status === 'monitoring' ? standing.halt : null;
}

const QUALITY_TEXTS: Readonly<Record<Exclude<DataQuality, 'ok'>, string>> = {
  no_data: 'no sample has arrived yet',
  no_views: 'nobody has seen the post yet',
  stale: 'the newest sample is too old to act on',
  decreasing: 'the counters went down, so they are not believed until they recover',
  impossible: 'the source gave impossible counters',
  source_error: 'the source does not answer, or answers with an error',
  token_invalid: 'the source refuses the access token',
  post_gone: 'the source says that the post does not exist',
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
