import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, seeded } from '../../test';
import { type Counted, type LearnedExpectation, learnExpectation } from './learned-expectation';

const MEAN = 0.06;

/** Draws from the gamma distribution with scale 1, for a shape of at least 1 (Marsaglia and Tsang 2000). */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const z = Math.sqrt(-2 * Math.log1p(-random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log1p(-random.uniform()) < z ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Variants of one population: rates around `MEAN` with a standard deviation of `MEAN` / √shape. */
function population(random: Random, shape: number) {
  const rate = () => Math.min(1, (MEAN * gamma(random, shape)) / shape);
  const variant = (minViews: number, maxViews: number): Counted => {
    const views = Math.floor(minViews * (maxViews / minViews) ** random.uniform());
    return { views, interactions: random.binomial(views, rate()) };
  };
  const variants = (count: number, minViews: number, maxViews: number) =>
    Array.from({ length: count }, () => variant(minViews, maxViews));
  return { rate, variants };
}

function known(learned: LearnedExpectation) {
  if (!learned.known) throw new Error(`unknown: ${learned.waitsFor}`);
  return learned;
}

// Drawing thousands of populations takes some seconds.
describe('learnExpectation', { timeout: 60_000 }, () => {
  it('waits for 20 completed sessions with views', () => {
    const { variants } = population(seeded(1), 25);
    const unseen = { views: 0, interactions: 0 };
    expect(learnExpectation([...variants(19, 500, 5_000), unseen], variants(50, 500, 5_000))).toEqual({
      known: false,
      sessions: 19,
      needed: 20,
      waitsFor: 'needs 20 completed sessions with views; 19 so far',
    });
    expect(learnExpectation(variants(20, 500, 5_000), [])).toMatchObject({ known: true, sessions: 20 });
  });

  it('waits for interactions', () => {
    const silent = Array.from({ length: 25 }, () => ({ views: 1_000, interactions: 0 }));
    expect(learnExpectation(silent, [{ views: 100, interactions: 5 }])).toEqual({
      known: false,
      sessions: 25,
      needed: 20,
      waitsFor: 'needs interactions; none in 25 completed sessions',
    });
  });

  // Spread of the rates, sessions, views of each, siblings: from many views and much spread to neither.
  it.each([
    { shape: 4, sessions: 40, views: [500, 5_000], siblings: 5 },
    { shape: 25, sessions: 20, views: [500, 5_000], siblings: 0 },
    { shape: 25, sessions: 40, views: [500, 5_000], siblings: 5 },
    { shape: 25, sessions: 60, views: [100, 10_000], siblings: 20 },
  ] as const)(
    'holds the rate of a new variant 90% of the time: $sessions sessions, $siblings siblings, shape $shape',
    ({ shape, sessions, views: [min, max], siblings }) => {
      const runs = 1_000;
      let [below, above] = [0, 0];
      for (let run = 0; run < runs; run += 1) {
        const { rate, variants } = population(seeded(run, shape, sessions), shape);
        // Siblings are younger: they have a third of the views.
        const live = variants(siblings, min / 3, max / 3);
        const { low, high } = known(learnExpectation(variants(sessions, min, max), live));
        const truth = rate();
        if (truth < low) below += 1;
        if (truth > high) above += 1;
      }
      const fourErrors = (share: number) => 4 * Math.sqrt((share * (1 - share)) / runs);
      expect(Math.abs((below + above) / runs - 0.1)).toBeLessThan(fourErrors(0.1));
      expect(Math.abs(below / runs - 0.05)).toBeLessThan(fourErrors(0.05));
    },
  );

  it('errs toward a wide interval where chance in few views hides how much variants differ', () => {
    const runs = 1_000;
    let covered = 0;
    for (let run = 0; run < runs; run += 1) {
      const { rate, variants } = population(seeded(run, 7), 25);
      const { low, high } = known(learnExpectation(variants(20, 50, 200), []));
      const truth = rate();
      if (low <= truth && truth <= high) covered += 1;
    }
    expect(covered / runs).toBeGreaterThan(0.9 - 4 * Math.sqrt((0.9 * 0.1) / runs));
  });

  it('follows its siblings, but never takes a new variant to be like their mean', () => {
    const { variants } = population(seeded(3), 25);
    const completed = variants(40, 1_000, 5_000);
    const alone = known(learnExpectation(completed, []));
    const better = variants(40, 1_000, 5_000).map(({ views, interactions }) => ({
      views: views / 2,
      interactions,
    }));
    const followed = known(learnExpectation(completed, better));
    expect(followed.rate).toBeGreaterThan(1.3 * alone.rate);
    expect(followed.rate).toBeLessThan(1.7 * alone.rate);
    const crowd = known(learnExpectation(completed, variants(500, 1_000, 5_000)));
    // The spread between variants is a fifth of the mean: 90% of them are within ±0.33 of it.
    expect(crowd.high - crowd.low).toBeGreaterThan(0.5 * crowd.rate);
  });

  it('gives a sibling with few views little weight', () => {
    const { variants } = population(seeded(4), 25);
    const completed = variants(40, 1_000, 5_000);
    const alone = known(learnExpectation(completed, []));
    const { rate } = known(
      learnExpectation(completed, [
        { views: 20, interactions: 0 },
        { views: 0, interactions: 0 },
      ]),
    );
    expect(rate).toBeLessThan(alone.rate);
    expect(rate).toBeGreaterThan(0.995 * alone.rate);
  });

  it('gives rates in order, whatever was counted', () => {
    const counted = fc
      .record({ views: fc.integer({ min: 0, max: 1e9 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ views, share }) => ({ views, interactions: Math.floor(views * share ** 8) }));
    fc.assert(
      fc.property(
        fc.array(counted, { minLength: 20, maxLength: 60 }),
        fc.array(counted, { maxLength: 10 }),
        (completed, siblings) => {
          const learned = learnExpectation(completed, siblings);
          if (!learned.known) return;
          const { low, rate, high } = learned;
          expect(low).toBeGreaterThan(0);
          expect(rate).toBeGreaterThanOrEqual(low);
          expect(high).toBeGreaterThanOrEqual(rate);
          expect(high).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});
