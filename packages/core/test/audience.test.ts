import { describe, expect, it } from 'vitest';
import { type Audience, type Counters, seeded, simulate } from '.';

const AUDIENCE: Audience = { viewsPerMinute: 600, engagementRate: 0.1, lagSeconds: 0, clustered: false };
const RUNS = 40;

function countersOf(values: Partial<Audience>, seconds = 600, seed = 1): readonly Counters[] {
  return [...simulate({ ...AUDIENCE, ...values }, seconds, seeded(seed))];
}

/** Returns the mean of a figure over some runs. */
function mean(values: Partial<Audience>, figure: (counters: readonly Counters[]) => number): number {
  const figures = Array.from({ length: RUNS }, (_, seed) => figure(countersOf(values, 600, seed)));
  return figures.reduce((sum, value) => sum + value, 0) / RUNS;
}

const viewsBy = (second: number) => (counters: readonly Counters[]) => counters[second - 1]?.views ?? 0;
const interactionsBy = (second: number) => (counters: readonly Counters[]) =>
  counters[second - 1]?.interactions ?? 0;

describe('a simulated audience', () => {
  it('brings its views a minute on average over ten minutes, or starts at them', () => {
    expect(mean({}, viewsBy(600)) / 6_000).toBeCloseTo(1, 1);
    const start = { profile: 'start' } as const;
    expect(mean(start, viewsBy(10)) / 100).toBeCloseTo(1, 1);
    expect(mean(start, viewsBy(600)) / (10 * 400 * (1 - Math.exp(-1.5)))).toBeCloseTo(1, 1);
  });

  it('engages at its rate, and at another one from a change on', () => {
    const change = { at: 300, engagementRate: 0 };
    expect(mean({}, (all) => interactionsBy(600)(all) / viewsBy(600)(all))).toBeCloseTo(0.1, 2);
    const counters = countersOf({ change });
    expect(interactionsBy(600)(counters)).toBe(interactionsBy(300)(counters));
    expect(interactionsBy(299)(counters)).toBeLessThan(interactionsBy(300)(counters) + 5);
    expect(interactionsBy(300)(counters)).toBeGreaterThan(200);
  });

  // Of an exponential delay a share of 1 − 1/e has come within its mean.
  it.each([
    ['exponential', undefined, 1 - Math.exp(-1)],
    // A lognormal delay with a mean of 20 s and a deviation of 40 s: Φ(½·√ln 5).
    ['lognormal', 40, 0.737],
  ])('reacts with an %s delay', (_, lagDeviation, share) => {
    const values = {
      viewsPerMinute: 6_000,
      viewsStopAt: 1,
      lagSeconds: 20,
      engagementRate: 0.5,
      ...(lagDeviation === undefined ? {} : { lagDeviation }),
    };
    // The views of the first second are half a second old on average when it ends.
    const within = mean(values, (all) => (interactionsBy(20)(all) + interactionsBy(21)(all)) / 2);
    expect(within / (0.5 * mean(values, viewsBy(600)))).toBeCloseTo(share, 1);
  });

  it('reacts several times where viewers do, as often on the whole', () => {
    const clustered = { clustered: true };
    expect(mean(clustered, (all) => interactionsBy(600)(all) / viewsBy(600)(all))).toBeCloseTo(0.1, 2);
    const variance = (values: Partial<Audience>) => {
      const total = mean(values, interactionsBy(60));
      return mean(values, (all) => (interactionsBy(60)(all) - total) ** 2) / total;
    };
    expect(variance(clustered)).toBeGreaterThan(1.5 * variance({}));
  });

  it('bursts, stops, and shows its counters in steps', () => {
    const burst = countersOf({ burst: { at: 100, seconds: 20, factor: 5 } });
    const during = viewsBy(120)(burst) - viewsBy(100)(burst);
    expect(during).toBeGreaterThan(3 * viewsBy(20)(burst));
    const stopped = countersOf({ viewsStopAt: 120, lagSeconds: 5 });
    expect(viewsBy(600)(stopped)).toBe(viewsBy(120)(stopped));
    expect(interactionsBy(600)(stopped)).toBeGreaterThan(interactionsBy(120)(stopped));
    const steps = countersOf({ stepSeconds: 10 });
    expect(viewsBy(9)(steps)).toBe(0);
    expect(new Set(steps.map(({ views }) => views)).size).toBe(61);
    expect(countersOf({}).filter((_, second) => second % 10 === 9)).toEqual(
      steps.filter((_, second) => second % 10 === 9),
    );
  });
});
