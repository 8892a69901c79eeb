import { describe, expect, test } from 'vitest';
import { differences, inWords, valueWords } from './value-words';

describe('differences', () => {
  test('names what was set, changed and taken back, and nothing else', () => {
    const before = { killRatio: 0.5, minViews: 100, evidence: { alpha: 0.01 } };
    const after = { killRatio: 0.4, evidence: { alpha: 0.01 }, maxKillsPerMinute: null };
    expect(differences(before, after)).toEqual([
      { path: 'killRatio', before: 0.5, after: 0.4 },
      { path: 'minViews', before: 100, after: undefined },
      { path: 'maxKillsPerMinute', before: undefined, after: null },
    ]);
  });
});

test.each([
  [undefined, 'not set'],
  [null, 'no limit'],
  [true, 'on'],
  [0.5, '0.5'],
  ['shadow', 'shadow'],
])('%s reads as %s', (value, words) => {
  expect(valueWords(value)).toBe(words);
});

test.each([
  [
    'values.warnRatio: warnRatio is 0.7, below killRatio 0.8: a variant would be killed before it is warned',
    '“Warn below, part of expected” is 0.7, below “Kill below, part of expected” 0.8: a variant would be killed before it is warned',
  ],
  [
    'values.evidence.healthyRatio: evidence.healthyRatio is 0.4, not above killRatio 0.5',
    '“Healthy from, part of expected” is 0.4, not above “Kill below, part of expected” 0.5',
  ],
  ['the server does not answer', 'the server does not answer'],
])('%s', (message, words) => expect(inWords(message)).toBe(words));
