import { formatCount, formatRate, formatRateBeside } from '../format';
import type { Condition, Rule } from '../rule';
import { belowKillThreshold, inCounts, judgedRate, killThresholdOf } from './conditions';

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
  conditions: [enoughInteractions, belowKillThreshold],
  sentence: (input) =>
    `${inCounts(input)} is an engagement rate of ${formatRateBeside(judgedRate(input), killThresholdOf(input))}, below the kill threshold of ${formatRate(killThresholdOf(input))} (${formatRate(input.policy.killRatio)} of the expected ${formatRate(input.expected)}).`,
};
