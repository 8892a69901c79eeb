import type { VariantOutcome } from '@cull/db';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { killTimes, personasByCampaign, ratePoints, ratioSpread } from './spread';

const outcome = (values: Partial<VariantOutcome> = {}): VariantOutcome => ({
  variantId: 'v',
  monitoringId: 'm',
  personaId: 'p',
  campaignId: null,
  expectedEngagementRate: 0.05,
  views: 1_000,
  interactions: 50,
  outcome: 'survived',
  secondsToKill: null,
  ...values,
});
const killed = (values: Partial<VariantOutcome> = {}) =>
  outcome({ outcome: 'killed_followed', secondsToKill: 40, ...values });

test('a variant counts where its ratio is, and far winners in the last stretch', () => {
  const spread = ratioSpread([
    outcome(),
    outcome({ interactions: 15 }),
    killed({ interactions: 0 }),
    outcome({ interactions: 900 }),
  ]);
  expect(spread.filter(({ passed, killed: dead }) => passed + dead > 0)).toEqual([
    { from: 0, passed: 0, killed: 1 },
    { from: 0.3, passed: 1, killed: 0 },
    { from: 1, passed: 1, killed: 0 },
    { from: 2, passed: 1, killed: 0 },
  ]);
});

test('what nobody read to the end of its window counts in no ratio, but its kill has a time', () => {
  const unknown = [killed({ outcome: 'killed_unfollowed' }), outcome({ views: 0, interactions: 0 })];
  expect(ratioSpread(unknown).every((bin) => bin.passed + bin.killed === 0)).toBe(true);
  expect(ratePoints(unknown)).toEqual([]);
  expect(killTimes(unknown).filter(({ kills }) => kills > 0)).toEqual([
    { fromSeconds: 30, toSeconds: 60, kills: 1 },
  ]);
  expect(personasByCampaign(unknown)).toEqual([
    { personaId: 'p', campaignId: null, variants: 2, killed: 1, ratio: null },
  ]);
});

test('a persona is compared in each campaign by the sum of its interactions', () => {
  const pairs = personasByCampaign([
    outcome({ campaignId: 'a', interactions: 25 }),
    outcome({ campaignId: 'a', views: 3_000, interactions: 150 }),
    killed({ campaignId: 'b', interactions: 10 }),
  ]);
  expect(pairs).toEqual([
    { personaId: 'p', campaignId: 'a', variants: 2, killed: 0, ratio: 0.875 },
    { personaId: 'p', campaignId: 'b', variants: 1, killed: 1, ratio: 0.2 },
  ]);
});

test('every known outcome is counted once, whatever it is', () => {
  const outcomes = fc.array(
    fc.record({
      views: fc.integer({ min: 0, max: 1e9 }),
      interactions: fc.integer({ min: 0, max: 1e9 }),
      expectedEngagementRate: fc.double({ min: 1e-6, max: 1, noNaN: true }),
      outcome: fc.constantFrom('survived', 'killed_followed', 'killed_unfollowed'),
      secondsToKill: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
    }),
  );
  fc.assert(
    fc.property(outcomes, (values) => {
      const all = values.map((one) => outcome(one));
      const known = all.filter(({ views, outcome: ended }) => views > 0 && ended !== 'killed_unfollowed');
      const counted = ratioSpread(all).reduce((sum, bin) => sum + bin.passed + bin.killed, 0);
      expect(counted).toBe(known.length);
      const times = killTimes(all).reduce((sum, { kills }) => sum + kills, 0);
      expect(times).toBe(all.filter(({ secondsToKill }) => secondsToKill !== null).length);
    }),
  );
});
