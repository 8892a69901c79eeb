import { DEFAULT_POLICY } from '@cull/core';
import { describe, expect, test } from 'vitest';
import { changedValues, problemsOf, refusedField, toDraft } from './draft';

const CURRENT = toDraft(DEFAULT_POLICY);

describe('changedValues', () => {
  test('sends only what was entered and differs', () => {
    expect(changedValues({ killRatio: 0.4, warnRatio: 0.7 }, CURRENT)).toEqual({ killRatio: 0.4 });
  });

  test('puts the rule where the API has it', () => {
    expect(changedValues({ 'belowThreshold.enabled': false }, CURRENT)).toEqual({
      belowThreshold: { enabled: false },
    });
  });

  test('does not send back what somebody else has changed meanwhile', () => {
    const theirs = toDraft({ ...DEFAULT_POLICY, minInteractions: 50 });
    expect(changedValues({ killRatio: 0.4 }, theirs)).toEqual({ killRatio: 0.4 });
  });
});

describe('problemsOf', () => {
  const problems = (entered: Parameters<typeof changedValues>[0]) =>
    problemsOf({ ...CURRENT, ...entered }, DEFAULT_POLICY);

  test('finds none in the default', () => expect(problems({})).toEqual({}));
  test.each([
    [{ killRatio: 0 }, { killRatio: 'needs a number from 0.001 to 1' }],
    [{ killRatio: '' }, { killRatio: 'needs a number from 0.001 to 1' }],
    [{ minInteractions: 2.5 }, { minInteractions: 'needs a whole number from 1 to 1000000' }],
    [{ consecutiveBreaches: 101 }, { consecutiveBreaches: 'needs a whole number from 1 to 100' }],
  ])('%j', (entered, expected) => expect(problems(entered)).toEqual(expected));

  test.each([
    [{ killRatio: 0.8 }, 'killRatio'],
    [{ warnRatio: 0.4 }, 'warnRatio'],
    [{ killRatio: 0.65, warnRatio: 0.6 }, 'warnRatio'],
  ])('finds a contradiction between values, at one that was changed: %j', (entered, place) => {
    expect(problems(entered)).toEqual({
      [place]: expect.stringContaining('would be killed before it is warned'),
    });
  });
});

test('a refusal is shown at the field that the server names', () => {
  expect(refusedField('values.warnRatio: warnRatio is 0.4, below killRatio 0.5')).toBe('warnRatio');
  expect(refusedField('expectedVersion: the scope is at version 7')).toBeUndefined();
});
