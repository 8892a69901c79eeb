import { formatCount, formatRate, formatRateBeside } from '../format';
import type { Condition, Rule, RuleInput } from '../rule';
import { logEvidence } from '../statistics/evidence';
import { belowKillLine, inCounts, killLineOf, laggedRate, laggedViews } from './conditions';

/** The test needs a line below 1: an expected rate of 1 is tested as the next best thing. */
const HIGHEST_LINE = 1 - 1e-9;

const lagOf = ({ policy }: RuleInput) => policy.evidence.reactionLagSeconds;

/** The rate from which on a variant is healthy. */
const healthyLineOf = ({ expected, policy }: RuleInput) =>
  Math.min(HIGHEST_LINE, policy.evidence.healthyRatio * expected);

const neededOf = ({ policy }: RuleInput) => -Math.log(policy.evidence.alpha);

function evidenceOf(input: RuleInput): number {
  const views = laggedViews(input, lagOf(input)) ?? 0;
  // Interactions of newer views may outnumber the older views; more than all of them says nothing more.
  const interactions = Math.min(views, input.sample.interactions);
  return logEvidence(views, interactions, healthyLineOf(input), input.policy.evidence.dispersion);
}

const notHealthy: Condition = {
  id: 'not_healthy',
  met: (input) => evidenceOf(input) >= neededOf(input),
  actual: evidenceOf,
  needed: neededOf,
  describe: (input) =>
    `evidence against a healthy rate of ${formatRate(healthyLineOf(input))} is ${inWords(evidenceOf(input))} of the ${inWords(neededOf(input))} to 1 needed`,
};

/**
 * Kills what is plainly not healthy, and sees the silent losers that never reach ten interactions: below the kill
 * line, and an anytime-valid test rejects that the true rate is `healthyRatio` of the expected one or better. A variant
 * that is healthy is killed by it with a chance of at most `alpha`, however often one looks.
 */
export const evidence: Rule = {
  reason: 'evidence',
  enabled: (policy) => policy.evidence.enabled,
  conditions: [belowKillLine(lagOf), notHealthy],
  sentence: (input) =>
    `${inCounts(input, lagOf(input))} is an engagement rate of ${formatRateBeside(laggedRate(input, lagOf(input)) ?? 0, killLineOf(input))}, below the kill line of ${formatRate(killLineOf(input))}, and the odds are ${inWords(evidenceOf(input))} to 1 against it being as good as ${formatRate(healthyLineOf(input))}.`,
};

/** Odds from their logarithm: 1,000; beyond a million nobody reads the digits. */
function inWords(logOdds: number): string {
  if (logOdds >= Math.log(1e6)) return 'over a million';
  return logOdds <= 0 ? 'at most 1' : formatCount(Math.exp(logOdds));
}
