import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAudience } from './audience';
import { seededRandom } from './random';
import type { AudienceSettings } from './settings';

const plain: AudienceSettings = {
  expectedViewsPerMinute: 120,
  decayMinutes: 10,
  engagementRate: 0.06,
  reactionLagSeconds: 8,
  burstiness: 0,
  clusterMean: 1,
  drop: null,
};

const settings: fc.Arbitrary<AudienceSettings> = fc.record({
  expectedViewsPerMinute: fc.double({ min: 0, max: 600, noNaN: true }),
  decayMinutes: fc.double({ min: 0.1, max: 60, noNaN: true }),
  engagementRate: fc.double({ min: 0, max: 1, noNaN: true }),
  reactionLagSeconds: fc.double({ min: 0, max: 60, noNaN: true }),
  burstiness: fc.double({ min: 0, max: 5, noNaN: true }),
  clusterMean: fc.double({ min: 1, max: 5, noNaN: true }),
  drop: fc.option(
    fc.record({ afterSeconds: fc.nat(300), engagementRate: fc.double({ min: 0, max: 1, noNaN: true }) }),
  ),
});
const ages = fc
  .array(fc.nat(600_000), { minLength: 1, maxLength: 30 })
  .map((list) => list.sort((a, b) => a - b));
const seed = fc.string({ maxLength: 10 });

const at = (given: AudienceSettings, from: string, ageMs: number) => {
  const audience = createAudience(given, seededRandom(from));
  audience.advanceTo(ageMs);
  return { ...audience.counters };
};

/** Mean of what many posts have counted at an age. */
const meanOf = (given: AudienceSettings, ageMs: number, posts = 2_000) => {
  let views = 0;
  let interactions = 0;
  for (let i = 0; i < posts; i += 1) {
    const audience = createAudience(given, seededRandom(`post ${i}`));
    audience.advanceTo(ageMs);
    views += audience.counters.views;
    interactions += audience.interactions();
  }
  return { views: views / posts, interactions: interactions / posts };
};

describe('an audience', () => {
  it('only ever counts up, with whole numbers and at most five interactions a view', () => {
    fc.assert(
      fc.property(settings, seed, ages, (given, from, looks) => {
        const audience = createAudience(given, seededRandom(from));
        let before = { ...audience.counters };
        for (const age of looks) {
          audience.advanceTo(age);
          const { views, ...reactions } = audience.counters;
          const sum = Object.values(reactions).reduce((total, count) => total + count, 0);
          expect(sum).toBe(audience.interactions());
          expect(sum).toBeLessThanOrEqual(5 * views);
          expect(views).toBeGreaterThanOrEqual(before.views);
          expect(reactions.likes).toBeGreaterThanOrEqual(before.likes);
          expect(reactions.shares).toBeGreaterThanOrEqual(before.shares);
          before = { ...audience.counters };
        }
      }),
    );
  });

  it('counts the same at an age, however often and when it was looked at before', () => {
    fc.assert(
      fc.property(settings, seed, ages, (given, from, looks) => {
        const audience = createAudience(given, seededRandom(from));
        for (const age of looks) audience.advanceTo(age);
        expect(audience.counters).toEqual(at(given, from, looks.at(-1) ?? 0));
      }),
    );
  });

  it('shows more interactions than views where the first viewers react in several ways', () => {
    const eager = { ...plain, engagementRate: 1, clusterMean: 3, reactionLagSeconds: 0 };
    const audience = createAudience(eager, seededRandom('a'));
    let most = 0;
    for (let step = 0; step < 100; step += 1) {
      audience.step();
      most = Math.max(most, audience.interactions() - audience.counters.views);
    }
    expect(most).toBeGreaterThan(0);
  });

  it('is another one for another seed', () => {
    expect(at(plain, 'a', 600_000)).not.toEqual(at(plain, 'b', 600_000));
  });

  it('does not go back for a reading at an earlier age', () => {
    const audience = createAudience(plain, seededRandom('a'));
    audience.advanceTo(300_000);
    const counters = { ...audience.counters };
    audience.advanceTo(1_000);
    expect(audience.counters).toEqual(counters);
  });

  it.each([
    ['without bursts', 0],
    ['with bursts', 1.5],
  ])('brings the views that its rate adds up to, %s', (_name, burstiness) => {
    // Halving every 10 minutes: 120 a minute × 10 / ln 2 × (1 − 2^−0.5) in the first five.
    const expected = ((120 * 10) / Math.LN2) * (1 - 2 ** -0.5);
    const { views } = meanOf({ ...plain, burstiness }, 300_000);
    expect(views / expected).toBeGreaterThan(0.98);
    expect(views / expected).toBeLessThan(1.02);
  });

  it.each([1, 1.6, 3])(
    'engages at its own rate with %d reactions from each engaged viewer',
    (clusterMean) => {
      // Looked at when the stream has all but ended, so that the lag hides nothing.
      const { views, interactions } = meanOf({ ...plain, clusterMean, decayMinutes: 1 }, 60 * 60_000);
      expect(interactions / views).toBeGreaterThan(0.058);
      expect(interactions / views).toBeLessThan(0.062);
    },
  );

  it('shows a lower rate early on, since reactions lag behind views', () => {
    const lagging = meanOf({ ...plain, reactionLagSeconds: 60 }, 60_000);
    const prompt = meanOf({ ...plain, reactionLagSeconds: 0 }, 60_000);
    // A uniform stream over one mean lag: 1 − (1 − e^−1) of the reactions are still on their way.
    expect(lagging.interactions / prompt.interactions).toBeGreaterThan(0.3);
    expect(lagging.interactions / prompt.interactions).toBeLessThan(0.43);
  });

  it('spreads more between posts with bursts than a Poisson stream does', () => {
    const views = (burstiness: number) =>
      Array.from({ length: 400 }, (_, i) => at({ ...plain, burstiness }, `post ${i}`, 60_000).views);
    const variance = (list: number[]) => {
      const mean = list.reduce((a, b) => a + b, 0) / list.length;
      return list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / list.length / mean;
    };
    expect(variance(views(0))).toBeLessThan(1.4);
    expect(variance(views(1.5))).toBeGreaterThan(5);
  });

  it('engages at another rate from its drop on', () => {
    const drop = { afterSeconds: 120, engagementRate: 0 };
    const given = { ...plain, reactionLagSeconds: 0, drop };
    expect(meanOf(given, 120_000, 200).interactions).toBeGreaterThan(0);
    expect(meanOf(given, 600_000, 200).interactions).toBe(meanOf(given, 120_000, 200).interactions);
  });

  it('ends, so a reading after a long time is cheap', () => {
    const audience = createAudience({ ...plain, decayMinutes: 0.1 }, seededRandom('a'));
    audience.advanceTo(365 * 24 * 60 * 60_000);
    expect(audience.nextAt()).toBe(Number.POSITIVE_INFINITY);
  });
});
