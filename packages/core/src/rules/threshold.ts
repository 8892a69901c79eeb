import { formatCount, formatRate, formatRateBeside } from '../format';
import type { Condition, Rule, RuleInput } from '../rule';
import { belowKillLine, inCounts, killLineOf, laggedRate } from './conditions';

const lagOf = ({ policy }: RuleInput) => policy.belowThreshold.reactionLagSeconds;

const enoughInteractions: Condition = {
  id: 'min_interactions',
  met: ({ sample, policy }) => sample.interactions >= policy.minInteractions,
  actual: ({ sample }) => sample.interactions,
  needed: ({ policy }) => policy.minInteractions,
  describe: ({ sample, policy }) =>
    `${formatCount(sample.interactions)} of at least ${formatCount(policy.minInteractions)} interactions`,
};

/**
 * The literal rule of the acceptance criteria: from `minInteractions` interactions on (that many count), a rate below
 * `killRatio` of the expected one (exactly that rate is not below) kills.
 */
export const belowThreshold: Rule = {
  reason: 'below_threshold',
  enabled: (policy) => policy.belowThreshold.enabled,
  conditions: [enoughInteractions, belowKillLine(lagOf)],
  sentence: (input) =>
    `${inCounts(input, lagOf(input))} is an engagement rate of ${formatRateBeside(laggedRate(input, lagOf(input)) ?? 0, killLineOf(input))}, below the kill line of ${formatRate(killLineOf(input))} (${formatRate(input.policy.killRatio)} of the expected ${formatRate(input.expected)}).`,
};
