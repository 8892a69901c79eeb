import { isBelowDue, logEvidenceToKill, sincePosting } from '../evidence/verdict';
import { formatCount, formatCountOf, formatRate } from '../format';
import type { Condition, Rule, RuleInput } from '../rule';
import { dueInWords, oddsInWords } from './odds';

const countsOf = ({ evidence, terms }: RuleInput) => sincePosting(evidence, terms);
const oddsOf = ({ evidence, terms, policy }: RuleInput) =>
  logEvidenceToKill(evidence, terms, policy.drop.action);

const belowDue: Condition = {
  id: 'below_due',
  met: (input) => isBelowDue(countsOf(input), input.terms),
  actual: (input) => countsOf(input).came,
  needed: (input) => input.terms.killRatio * countsOf(input).due,
  describe: (input) => {
    const { due, came } = countsOf(input);
    return `${dueInWords(due)} interactions were due so far and ${formatCount(came)} came; a kill needs fewer than ${formatRate(input.terms.killRatio)} of them`;
  },
};

const notHealthy: Condition = {
  id: 'not_healthy',
  met: (input) => oddsOf(input) >= input.terms.needed,
  actual: oddsOf,
  needed: ({ terms }) => terms.needed,
  describe: (input) =>
    `the odds against a rate of ${formatRate(input.terms.healthyLine)} or better are ${oddsInWords(oddsOf(input))} to 1; a kill needs ${oddsInWords(input.terms.needed)} to 1`,
};

/**
 * Kills what was never good, the silent losers included that never reach ten interactions: fewer interactions came
 * than half of those due so far, and an anytime-valid test rejects that the true rate is healthy. It kills a healthy
 * variant with probability at most `alpha`, however often one checks.
 */
export const evidence: Rule = {
  reason: 'evidence',
  enabled: (policy) => policy.evidence.enabled,
  conditions: [belowDue, notHealthy],
  sentence: (input) => {
    const { due, came } = countsOf(input);
    return `${formatCountOf(came, 'interaction')} came from ${formatCountOf(input.sample.views, 'view')}, and ${dueInWords(due)} were due so far. The odds are ${oddsInWords(oddsOf(input))} to 1 against a rate of ${formatRate(input.terms.healthyLine)} or better.`;
  },
};
