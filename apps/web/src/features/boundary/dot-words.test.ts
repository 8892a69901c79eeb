import { expect, test } from 'vitest';
import { countsWords, ruleWords, shareWords } from './dot-words';

test.each([
  [41.3, 12, '41 interactions due by now, 12 came (29%)'],
  [2.04, 3, '2.0 interactions due by now, 3 came (147%)'],
  [0, 1, '0.0 interactions due by now, 1 came'],
])('%d due and %d that came read as “%s”', (due, came, words) => {
  expect(countsWords({ due, came })).toBe(words);
});

test('a share of nothing is no share', () => expect(shareWords({ due: 0, came: 1 })).toBe('–'));

test.each([
  [true, true, 'evidence and below threshold'],
  [true, false, 'evidence'],
  [false, true, 'below threshold'],
  [false, false, 'none'],
])('evidence %s, literal %s', (evidence, literal, words) => {
  expect(ruleWords({ reason: null, zones: { evidence, literal } })).toBe(words);
});

test('a killed variant says what killed it, wherever it is', () => {
  const zones = { evidence: false, literal: false };
  expect(ruleWords({ reason: 'drop', zones })).toBe('killed: went bad');
});
