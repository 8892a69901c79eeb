import { expect, test } from 'vitest';
import { pathsOf, valuesOf, withoutPath } from './policy-paths';

test('values are put together from their names, nested ones where they belong', () => {
  const values = valuesOf([
    ['killRatio', 0.4],
    ['evidence.alpha', 0.01],
    ['evidence.enabled', false],
    ['maxKillsPerMinute', null],
  ]);
  expect(values).toEqual({
    killRatio: 0.4,
    evidence: { alpha: 0.01, enabled: false },
    maxKillsPerMinute: null,
  });
  expect(pathsOf(values)).toEqual(['killRatio', 'maxKillsPerMinute', 'evidence.enabled', 'evidence.alpha']);
});

test('one value is left out, and with the last of its group the group', () => {
  const values = { killRatio: 0.4, evidence: { alpha: 0.01 }, approval: { expirySeconds: 60 } };
  expect(withoutPath(values, 'evidence.alpha')).toEqual({ killRatio: 0.4, approval: { expirySeconds: 60 } });
  expect(withoutPath({ killRatio: 0.4 }, 'killRatio')).toEqual({});
});
