import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clopperPearson } from './clopper-pearson';

/** Results of 1 to 5,000 trials. */
const result = fc
  .integer({ min: 1, max: 5_000 })
  .chain((trials) => fc.tuple(fc.integer({ min: 0, max: trials }), fc.constant(trials)));

describe('clopperPearson', () => {
  // Computed with mpmath at 30 digits.
  it.each([
    [1, 10, 0.95, 0.0025285785444618, 0.4450161170282],
    [5, 10, 0.95, 0.1870860284474, 0.8129139715526],
    [2, 20, 0.95, 0.012348527170295, 0.31698271401908],
    [3, 50, 0.95, 0.012548587835334, 0.16548194660377],
    [7, 30, 0.9, 0.11498689556974, 0.39394742252236],
    [50, 200, 0.99, 0.1754392468883, 0.33681386102928],
    [1, 1_000, 0.95, 2.5317487491294e-5, 0.0055589242798267],
  ])('bounds %i of %i with confidence %d by %d and %d', (successes, trials, confidence, low, high) => {
    const interval = clopperPearson(successes, trials, confidence);
    expect(Math.abs(interval.low - low)).toBeLessThan(1e-10);
    expect(Math.abs(interval.high - high)).toBeLessThan(1e-10);
    expect(interval.share).toBe(successes / trials);
  });

  it.each([1, 12, 1_000])('has the closed forms for none and all of %i', (trials) => {
    const none = clopperPearson(0, trials);
    const all = clopperPearson(trials, trials);
    expect([none.low, all.high]).toEqual([0, 1]);
    expect(all.low).toBeCloseTo(0.025 ** (1 / trials), 12);
    expect(none.high).toBeCloseTo(1 - 0.025 ** (1 / trials), 12);
  });

  it('holds the share, narrows with confidence, and mirrors when success and failure swap', () => {
    fc.assert(
      fc.property(result, ([successes, trials]) => {
        const { share, low, high } = clopperPearson(successes, trials);
        expect(low).toBeLessThanOrEqual(share);
        expect(high).toBeGreaterThanOrEqual(share);
        const surer = clopperPearson(successes, trials, 0.99);
        expect(surer.low).toBeLessThanOrEqual(low);
        expect(surer.high).toBeGreaterThanOrEqual(high);
        const mirrored = clopperPearson(trials - successes, trials);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
        expect(mirrored.high).toBeCloseTo(1 - low, 12);
      }),
    );
  });

  it('rises with every success', () => {
    fc.assert(
      fc.property(result, ([successes, trials]) => {
        fc.pre(successes < trials);
        const before = clopperPearson(successes, trials);
        const after = clopperPearson(successes + 1, trials);
        expect(after.low).toBeGreaterThan(before.low);
        expect(after.high).toBeGreaterThan(before.high);
      }),
    );
  });

  it('covers every true share with at least the confidence it states', () => {
    for (const trials of [5, 20, 60]) {
      const intervals = Array.from({ length: trials + 1 }, (_, successes) =>
        clopperPearson(successes, trials),
      );
      for (let share = 0.005; share < 1; share += 0.005) {
        let probability = (1 - share) ** trials;
        let covered = 0;
        for (const [successes, { low, high }] of intervals.entries()) {
          if (low <= share && share <= high) covered += probability;
          probability *= ((trials - successes) / (successes + 1)) * (share / (1 - share));
        }
        expect(covered).toBeGreaterThanOrEqual(0.95);
      }
    }
  });

  it.each([
    [0, 0, 0.95, 'trials is 0'],
    [1, 2.5, 0.95, 'trials is 2.5'],
    [-1, 5, 0.95, 'successes is -1'],
    [6, 5, 0.95, 'successes is 6'],
    [1, 5, 1, 'confidence is 1'],
    [1, 5, Number.NaN, 'confidence is NaN'],
  ])('refuses %d of %d with confidence %d', (successes, trials, confidence, message) => {
    expect(() => clopperPearson(successes, trials, confidence)).toThrow(message);
  });
});
