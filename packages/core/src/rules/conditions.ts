import { formatCount, formatCountOf, formatRate, formatRateBeside } from '../format';
import { viewsAt } from '../history';
import { isBelow } from '../ratio';
import type { Condition, RuleInput } from '../rule';

/** The rate below which the policy kills, as an engagement rate. */
export const killLineOf = ({ expected, policy }: RuleInput) => policy.killRatio * expected;

/**
 * The views that have had time to bring their interactions: those of `lagSeconds` before the sample.
 * @returns Null before anybody can know.
 */
export function laggedViews({ sample, history }: RuleInput, lagSeconds: number): number | null {
  return lagSeconds === 0 ? sample.views : viewsAt(history, sample.observedAt - lagSeconds * 1000);
}

/** Interactions a lagged view; null without any. */
export function laggedRate(input: RuleInput, lagSeconds: number): number | null {
  const views = laggedViews(input, lagSeconds);
  return views === null || views === 0 ? null : input.sample.interactions / views;
}

/** Holds below the kill line, the interactions of now held against the views of the rule's reaction lag ago. */
export function belowKillLine(lagOf: (input: RuleInput) => number): Condition {
  const rate = (input: RuleInput) => laggedRate(input, lagOf(input));
  const isMet = (input: RuleInput) => {
    const value = rate(input);
    return value !== null && isBelow(value, killLineOf(input));
  };
  return {
    id: 'below_kill_line',
    met: isMet,
    actual: (input) => rate(input) ?? 0,
    needed: killLineOf,
    describe: (input) => {
      const value = rate(input);
      const lag = lagOf(input);
      const against = lag === 0 ? '' : `, held against the views of ${lag} s before,`;
      if (value === null) return `no views of ${lag} s before yet to hold the interactions against`;
      return `engagement rate ${formatRateBeside(value, killLineOf(input))}${against} ${isMet(input) ? 'is' : 'is not'} below the kill line ${formatRate(killLineOf(input))}`;
    },
  };
}

/** The counts in words, with the lag where there is one. */
export function inCounts(input: RuleInput, lagSeconds: number): string {
  const { interactions, views } = input.sample;
  const lagged = laggedViews(input, lagSeconds);
  const counts = `${formatCountOf(interactions, 'interaction')} from ${formatCountOf(views, 'view')}`;
  return lagSeconds === 0
    ? counts
    : `${counts} (${formatCount(lagged ?? 0)} of them over ${lagSeconds} s ago)`;
}
