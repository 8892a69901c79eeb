import { literalMaturedViews } from '../evidence/state';
import { formatCount, formatCountOf, formatRate, formatRateBeside } from '../format';
import { isBelow } from '../ratio';
import type { Condition, RuleInput } from '../rule';

/** Returns the rate below which the policy kills, as an engagement rate. */
export const killThresholdOf = ({ expected, policy }: RuleInput) => policy.killRatio * expected;

const delayOf = ({ policy }: RuleInput) => policy.belowThreshold.reactionDelaySeconds;

/**
 * Returns the views that the literal rule counts: all of them to the letter, those that have matured with a delay; views
 * that came while the source's reactions were frozen never count.
 */
function countedViews({ sample, evidence, policy }: RuleInput): number {
  return policy.belowThreshold.reactionDelaySeconds === 0
    ? sample.views - evidence.skipped
    : literalMaturedViews(evidence);
}

/** Returns interactions per counted view; null without any. */
function countedRate(input: RuleInput): number | null {
  const views = countedViews(input);
  return views > 0 ? input.sample.interactions / views : null;
}

const isMet = (input: RuleInput) => {
  const rate = countedRate(input);
  return rate !== null && isBelow(rate, killThresholdOf(input));
};

/** Holds below the kill threshold: interactions of now per view that has had time to bring its reaction. */
export const belowKillThreshold: Condition = {
  id: 'below_kill_threshold',
  met: isMet,
  actual: (input) => countedRate(input) ?? 0,
  needed: killThresholdOf,
  describe: (input) => {
    const rate = countedRate(input);
    if (rate === null) return 'no view has had time to bring a reaction yet';
    const threshold = killThresholdOf(input);
    const counts = delayOf(input) === 0 ? '' : ` (${inCounts(input)})`;
    return `engagement rate ${formatRateBeside(rate, threshold)}${counts} ${isMet(input) ? 'is' : 'is not'} below the kill threshold ${formatRate(threshold)}`;
  },
};

/** Returns the counts in words, with the matured views where they count. */
export function inCounts(input: RuleInput): string {
  const { interactions, views } = input.sample;
  const counts = `${formatCountOf(interactions, 'interaction')} from ${formatCountOf(views, 'view')}`;
  return delayOf(input) === 0
    ? counts
    : `${counts}, ${formatCount(countedViews(input))} of them with time to react`;
}

/** Returns the rate that the literal rule judges; 0 without views. */
export function judgedRate(input: RuleInput): number {
  return countedRate(input) ?? 0;
}
