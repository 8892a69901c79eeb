import { describe, expect, test } from 'vitest';
import { differences, valueWords } from './value-words';

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
