import { isBelowDue, logEvidenceOfDrop, sinceDrop } from '../evidence/verdict';
import { formatCount, formatDuration, formatRate } from '../format';
import type { Condition, Rule, RuleInput } from '../rule';
import { dueInWords, oddsInWords } from './odds';

const countsOf = ({ evidence, terms }: RuleInput) => sinceDrop(evidence, terms);
const oddsOf = ({ evidence, terms }: RuleInput) => logEvidenceOfDrop(evidence, terms);

const belowDueSince: Condition = {
  id: 'below_due_since_drop',
  met: (input) => isBelowDue(countsOf(input), input.terms),
  actual: (input) => countsOf(input).came,
  needed: (input) => input.terms.killRatio * countsOf(input).due,
  describe: (input) => {
    const { due, came } = countsOf(input);
    return `since ${wentBadIn(input)} ${dueInWords(due)} interactions were due and ${formatCount(came)} came; a drop needs fewer than ${formatRate(input.terms.killRatio)} of them`;
  },
};

const wentBad: Condition = {
  id: 'went_bad',
  met: (input) => input.isDropping,
  actual: oddsOf,
  needed: ({ terms }) => terms.needed,
  describe: (input) =>
    `the odds that it has gone bad are ${oddsInWords(oddsOf(input))} to 1; a drop needs ${oddsInWords(input.terms.needed)} to 1`,
};

/** Kills what was healthy and has gone bad. It shares `evidence.alpha`. */
export const drop: Rule = {
  reason: 'drop',
  enabled: ({ evidence, drop: { action } }) => evidence.enabled && action === 'kill',
  conditions: [belowDueSince, wentBad],
  sentence: (input) => `${dropInWords(input)} The odds are ${oddsInWords(oddsOf(input))} to 1.`,
};

/** Returns in words when a variant went bad and what was due and came since: "went bad at 3:20: 0 of 21 …". */
export function dropInWords(input: RuleInput): string {
  const { due, came } = countsOf(input);
  return `It went bad at ${wentBadIn(input)}: ${formatCount(came)} of ${dueInWords(due)} interactions due since came.`;
}

/** Returns in words that interactions come again. */
export function recoveryInWords(input: RuleInput): string {
  const { due, came } = countsOf(input);
  return `It has recovered: ${formatCount(came)} of ${dueInWords(due)} interactions due since ${wentBadIn(input)} came.`;
}

function wentBadIn({ evidence }: RuleInput): string {
  return formatDuration(evidence.badSince * 1000);
}
