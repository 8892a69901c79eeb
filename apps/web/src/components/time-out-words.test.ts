import { expect, test } from 'vitest';
import { lateChecksLabel, timeOutLabel } from './time-out-words';

test.each([
  ['passed', 'Passed'],
  ['not_enough_data', 'Passed, not enough data'],
  ['no_data', 'No data'],
] as const)('a time-out that is %s reads as %s', (verdict, words) => {
  expect(timeOutLabel({ verdict })).toBe(words);
});

test('a record of an earlier version keeps its word', () => expect(timeOutLabel(null)).toBe('Timed out'));

test('checks that came late are told with their gap, and only those', () => {
  const timeOut = { verdict: 'passed', longestGapSeconds: 41.6, checkedLessOften: true } as const;
  expect(lateChecksLabel(timeOut)).toBe('Checked less often than the policy asks: up to 42 s apart');
  expect(lateChecksLabel({ ...timeOut, checkedLessOften: false })).toBeNull();
  expect(lateChecksLabel(null)).toBeNull();
});
