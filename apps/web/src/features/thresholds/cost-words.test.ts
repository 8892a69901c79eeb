import { expect, test } from 'vitest';
import { costWords, daysWords } from './cost-words';

const at = (value: number, low: number, high: number) => ({ value, low, high });

test.each([
  [at(0.04, 0, 0.04), 'bound', 'at most 0.04'],
  [at(0.0012, 0, 0.0012), 'bound', 'under 0.01'],
  [at(0.4, 0.1, 12.4), 'measured', '0.4 (0.1 to 12)'],
  [at(0, 0, 0.5), 'measured', '0 (0 to 0.5)'],
  [null, 'not_known_yet', 'Not known yet'],
] as const)('%j by a basis of %s reads as “%s”', (falseKillsPerDay, basis, words) => {
  expect(costWords({ falseKillsPerDay, basis })).toBe(words);
});

test.each([
  [1, 'day'],
  [6.643752384259259, '6.6 days'],
  [7, '7 days'],
])('the last %d days are "%s"', (days, words) => expect(daysWords(days)).toBe(words));
