import { describe, expect, test } from 'vitest';
import { type Standing, standingWords } from './standing';

const LIVE: Standing = {
  status: 'monitoring',
  warned: false,
  wentBadAt: null,
  dataQuality: 'ok',
  risk: 0,
  interactions: 20,
  policy: { minInteractions: 10 },
  isProtected: false,
  hold: null,
  timeOut: null,
  revivedAt: null,
};
const WENT_BAD = { wentBadAt: '2027-03-01T12:00:00Z' };
const wordOf = (values: Partial<Standing>) => standingWords({ ...LIVE, ...values }).word;

describe('a live variant', () => {
  test.each<[string, Partial<Standing>]>([
    ['Healthy', {}],
    ['Too early', { interactions: 9 }],
    ['At risk', { interactions: 2, risk: 0.8 }],
    ['Warned', { warned: true, risk: 1 }],
    ['Went bad', { ...WENT_BAD, warned: true }],
    ['Protected', { ...WENT_BAD, isProtected: true }],
    ['Kill blocked', { ...WENT_BAD, hold: { cause: 'paused' } }],
    ['Spare group', { hold: { cause: 'holdout' } }],
    ['ER suspect', { hold: { cause: 'expectation_suspect' } }],
    ['Kill to approve', { hold: { cause: 'approval' }, isProtected: true }],
    ['No views yet', { dataQuality: 'no_views' }],
    ['Source frozen', { dataQuality: 'reactions_frozen', ...WENT_BAD }],
    ['unheard_of', { dataQuality: 'unheard_of' }],
  ])('is “%s”', (word, values) => expect(wordOf(values)).toBe(word));
});

test('an ending says what it means, and takes its color from that', () => {
  const timeOut = { verdict: 'not_enough_data', longestGapSeconds: 1, checkedLessOften: false } as const;
  expect(wordOf({ status: 'killed' })).toBe('Killed');
  expect(wordOf({ status: 'stopped' })).toBe('Stopped');
  expect(standingWords({ ...LIVE, status: 'timed_out', timeOut })).toEqual({
    word: 'Passed, not enough data',
    color: 'watch',
    sign: 'unknown',
  });
  expect(
    standingWords({ ...LIVE, status: 'timed_out', timeOut: { ...timeOut, verdict: 'passed' } }).color,
  ).toBe('good');
  expect(wordOf({ status: 'timed_out' })).toBe('Timed out');
});
