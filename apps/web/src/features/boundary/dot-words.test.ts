import { DEFAULT_POLICY, overlay } from '@cull/core';
import { expect, test } from 'vitest';
import { countsWords, ruleWords, shareWords } from './dot-words';

const PLAIN = overlay(DEFAULT_POLICY, {
  evidence: { dispersion: 1, alpha: 0.01 },
  drop: { action: 'off' },
});

test.each([
  [41.3, 12, '41 interactions due so far, 12 came (29%)'],
  [2.04, 3, '2.0 interactions due so far, 3 came (147%)'],
  [0, 1, '0.0 interactions due so far, 1 came'],
])('%d due and %d that came read as “%s”', (due, came, words) => {
  expect(countsWords({ due, came })).toBe(words);
});

test('a share of nothing is no share', () => expect(shareWords({ due: 0, came: 1 })).toBe('–'));

test.each([
  [40, 15, 'evidence and below threshold'],
  [40, 0, 'evidence'],
  [40, 19.9, 'below threshold'],
  [40, 30, 'none'],
])('with %d due and %d that came, these rules kill: %s', (due, came, words) => {
  expect(ruleWords({ reason: null, due, came }, PLAIN)).toBe(words);
});

test('a killed variant says what killed it, wherever it is', () => {
  expect(ruleWords({ reason: 'drop', due: 40, came: 30 }, PLAIN)).toBe('killed: went bad');
});
