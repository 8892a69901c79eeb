import { formatCount, formatRate } from '../format';
import { isBelow } from '../ratio';
import type { Condition, Rule, RuleInput } from '../rule';

const killLine = ({ expected, policy }: RuleInput) => policy.killRatio * expected;

const enoughInteractions: Condition = {
  id: 'min_interactions',
  met: ({ sample, policy }) => sample.interactions >= policy.minInteractions,
  actual: ({ sample }) => sample.interactions,
  needed: ({ policy }) => policy.minInteractions,
  describe: ({ sample, policy }) =>
    `${formatCount(sample.interactions)} of at least ${formatCount(policy.minInteractions)} interactions`,
};

const belowKillLine: Condition = {
  id: 'below_kill_line',
  met: (input) => input.sample.views > 0 && isBelow(input.rate, killLine(input)),
  actual: ({ rate }) => rate,
  needed: killLine,
  describe: (input) =>
    `engagement rate ${formatRate(input.rate)} ${isBelow(input.rate, killLine(input)) ? 'is' : 'is not'} below the kill line ${formatRate(killLine(input))}`,
};

/**
 * The literal rule of the acceptance criteria: from `minInteractions` interactions on (that many count), a rate below
 * `killRatio` of the expected one (exactly that rate is not below) kills.
 */
export const belowThreshold: Rule = {
  reason: 'below_threshold',
  enabled: (policy) => policy.belowThreshold.enabled,
  conditions: [enoughInteractions, belowKillLine],
  sentence: (input) =>
    `${formatCount(input.sample.interactions)} interactions from ${formatCount(input.sample.views)} views is an engagement rate of ${formatRate(input.rate)}, below the kill line of ${formatRate(killLine(input))} (${formatRate(input.policy.killRatio)} of the expected ${formatRate(input.expected)}).`,
};
