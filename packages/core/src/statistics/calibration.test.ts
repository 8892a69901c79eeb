import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../test';
import { type CalibrationInput, calibrate } from './calibration';

/** Sessions of a persona whose variants differ by a fifth from one to the next. */
function sessions(count: number, realised: number, seed: number): readonly CalibrationInput[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const views = 500 + Math.floor(random.uniform() * 2_000);
    const rate = 0.06 * realised * (0.8 + 0.4 * random.uniform());
    return { expectedEngagementRate: 0.06, views, interactions: random.binomial(views, rate) };
  });
}

describe('calibrate', () => {
  it('knows nothing of nothing', () => {
    expect(calibrate([])).toEqual({
      sessions: 0,
      views: 0,
      interactions: 0,
      expectedRate: null,
      realisedRate: null,
      factor: null,
      suggestedFactor: null,
    });
  });

  it('gives rates but no factor where too few sessions or no interactions are known', () => {
    const one = { expectedEngagementRate: 0.06, views: 1_000, interactions: 30 };
    expect(calibrate([one, one, one, one])).toMatchObject({
      sessions: 4,
      expectedRate: 0.06,
      realisedRate: 0.03,
      factor: null,
      suggestedFactor: null,
    });
    const silent = { ...one, interactions: 0 };
    expect(calibrate(Array.from({ length: 20 }, () => silent)).factor).toBeNull();
  });

  it('gives no factor where one session has all interactions', () => {
    const silent = { expectedEngagementRate: 0.06, views: 1_000, interactions: 0 };
    expect(calibrate([{ ...silent, interactions: 50 }, silent, silent, silent, silent]).factor).toBeNull();
  });

  it('counts sessions without views nowhere', () => {
    const seen = sessions(10, 1, 1);
    const unseen = { expectedEngagementRate: 0.9, views: 0, interactions: 0 };
    expect(calibrate([unseen, ...seen, unseen])).toEqual(calibrate(seen));
  });

  it.each([0.7, 1.4])('finds that expected rates are off by a factor of %d, and suggests it', (off) => {
    const { factor, suggestedFactor } = calibrate(sessions(60, off, 2));
    expect(Math.abs((factor?.value ?? 0) / off - 1)).toBeLessThan(0.1);
    expect(suggestedFactor).toBe(factor?.value);
  });

  it('leaves expected rates alone that may be right', () => {
    const { factor, suggestedFactor } = calibrate(sessions(60, 1, 3));
    expect(factor?.low).toBeLessThan(1);
    expect(factor?.high).toBeGreaterThan(1);
    expect(suggestedFactor).toBeNull();
  });

  it('covers the true factor as often as it says', () => {
    const runs = 400;
    const covered = Array.from({ length: runs }, (_, run) => calibrate(sessions(20, 0.8, 100 + run)).factor);
    const share = covered.filter((factor) => factor && factor.low <= 0.8 && factor.high >= 0.8).length / runs;
    // Four standard errors of a share of 0.95 out of 400.
    expect(Math.abs(share - 0.95)).toBeLessThan(0.044);
  });

  it('keeps its value inside its interval, whatever was counted', () => {
    const session = fc
      .record({ views: fc.integer({ min: 0, max: 1e9 }), share: fc.double({ min: 0, max: 1, noNaN: true }) })
      .map(({ views, share }) => ({ views, interactions: Math.floor(views * share) }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(session, fc.double({ min: 1e-4, max: 1, noNaN: true })), { maxLength: 30 }),
        (drawn) => {
          const { factor } = calibrate(
            drawn.map(([counted, expectedEngagementRate]) => ({ ...counted, expectedEngagementRate })),
          );
          if (factor === null) return;
          expect(factor.low).toBeLessThanOrEqual(factor.value);
          expect(factor.high).toBeGreaterThanOrEqual(factor.value);
          expect(factor.low).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
