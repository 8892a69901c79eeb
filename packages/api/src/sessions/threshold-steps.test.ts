import type { PolicyValues } from '@cull/core';
import type { PolicyVersion } from '@cull/db';
import { expect, test } from 'vitest';
import { thresholdSteps } from './threshold-steps';

const JUDGED = {
  personaId: 'maya',
  campaignId: 'autumn',
  variantId: 'v',
  startedAt: 1_000,
  expectedEngagementRate: 0.06,
  expectedLow: null,
};

let version = 0;
const set = (
  at: number,
  scopeType: PolicyVersion['scopeType'],
  scopeId: string,
  values: PolicyValues,
  more: Partial<PolicyVersion> = {},
): PolicyVersion => {
  version += 1;
  return { at, scopeType, scopeId, values, version, expiresAt: null, isCleared: false, ...more };
};
const kills = (...versions: PolicyVersion[]) =>
  thresholdSteps(versions, JUDGED, 100_000).map(({ at, kill }) => [at, Number(kill.toFixed(4))]);

test('one step where nothing changed', () => {
  expect(thresholdSteps([], JUDGED, 100_000)).toEqual([
    { at: 1_000, warn: expect.closeTo(0.042), kill: 0.03, healthy: expect.closeTo(0.06) },
  ]);
});

test('an override active at the beginning, one on the way, and its end', () => {
  expect(
    kills(
      set(500, 'persona', 'maya', { killRatio: 0.4 }),
      set(20_000, 'variant', 'v', { killRatio: 0.8 }, { expiresAt: 50_000 }),
    ),
  ).toEqual([
    [1_000, 0.024],
    [20_000, 0.048],
    [50_000, 0.024],
  ]);
});

test('a scope that is cleared falls back to the wider ones', () => {
  expect(
    kills(
      set(500, 'campaign', 'autumn', { killRatio: 0.4 }),
      set(30_000, 'campaign', 'autumn', {}, { isCleared: true }),
    ),
  ).toEqual([
    [1_000, 0.024],
    [30_000, 0.03],
  ]);
});

test('no step for what moves no threshold, nor for what comes after the end', () => {
  expect(
    kills(set(9_000, 'global', '', { minViews: 5 }), set(200_000, 'global', '', { killRatio: 0.1 })),
  ).toEqual([[1_000, 0.03]]);
});

test('what counts as healthy goes by the careful estimate, where there is one', () => {
  const [step] = thresholdSteps([], { ...JUDGED, expectedLow: 0.05 }, 100_000);
  expect(step).toMatchObject({ kill: 0.03, healthy: expect.closeTo(0.05) });
});
