import { describe, expect, it } from 'vitest';
import { seeded } from '../../test';
import { clopperPearson } from './clopper-pearson';
import { measureSpared, type SparedSession } from './spared';

function spared(values: Partial<SparedSession> = {}): SparedSession {
  return { viewsAtVerdict: 100, viewsAtEnd: 1_100, costPerView: null, wasFalse: false, ...values };
}

const many = (count: number, values: Partial<SparedSession> = {}) =>
  Array.from({ length: count }, () => spared(values));

describe('precision', () => {
  it('is unknown while nothing is judged', () => {
    expect(measureSpared(many(3, { wasFalse: null }), 7).precision).toEqual({
      spared: 3,
      judged: 0,
      falseVerdicts: 0,
      falseShare: null,
    });
  });

  it('is the share of false verdicts among those judged', () => {
    const sessions = [...many(2, { wasFalse: true }), ...many(18), ...many(5, { wasFalse: null })];
    expect(measureSpared(sessions, 0).precision).toEqual({
      spared: 25,
      judged: 20,
      falseVerdicts: 2,
      falseShare: clopperPearson(2, 20),
    });
  });
});

describe('avoided views and spend', () => {
  it('need ten spared sessions whose window has ended', () => {
    const sessions = [...many(9), ...many(30, { viewsAtEnd: null })];
    expect(measureSpared(sessions, 100).avoided).toEqual({ known: false, spared: 9, needed: 10 });
    expect(measureSpared([...sessions, spared()], 100).avoided).toMatchObject({ known: true, spared: 10 });
  });

  it('are the mean of the spared, times the kills', () => {
    const sessions = [...many(10, { viewsAtEnd: 600 }), ...many(10, { viewsAtEnd: 1_600 })];
    const { avoided } = measureSpared(sessions, 40);
    // Standard deviation √(20 × 500² / 19) = 512.99; t with 19 degrees of freedom 2.093.
    const reach = 2.093 * 512.99;
    expect(avoided).toMatchObject({ viewsPerKill: { value: 1_000 }, views: { value: 40_000 }, spend: null });
    if (!avoided.known) throw new Error('twenty sessions are enough');
    expect(avoided.viewsPerKill.low).toBeCloseTo(1_000 - reach * Math.sqrt(1 / 20), 0);
    expect(avoided.viewsPerKill.high).toBeCloseTo(1_000 + reach * Math.sqrt(1 / 20), 0);
    expect(avoided.views.high - 40_000).toBeCloseTo(40 * reach * Math.sqrt(1 / 20 + 1 / 40), -1);
  });

  it('are nothing without kills', () => {
    const nothing = { value: 0, low: 0, high: 0 };
    const { avoided } = measureSpared(many(20, { costPerView: 0.01 }), 0);
    expect(avoided).toMatchObject({ viewsPerKill: { value: 1_000 }, views: nothing, spend: nothing });
  });

  it('never go below 0', () => {
    const sessions = [...many(11, { viewsAtEnd: 100 }), spared({ viewsAtEnd: 100_100, costPerView: 0.01 })];
    expect(measureSpared(sessions, 5).avoided).toMatchObject({
      viewsPerKill: { low: 0 },
      views: { low: 0 },
      spend: { low: 0 },
    });
  });

  it('cost what each session names, and nothing where it names nothing', () => {
    const paid = many(10, { costPerView: 0.02 });
    expect(measureSpared(paid, 3).avoided).toMatchObject({ spend: { value: 60, low: 60, high: 60 } });
    expect(measureSpared([...paid, ...many(10)], 3).avoided).toMatchObject({ spend: { value: 30 } });
  });

  it('hold what the kills really avoided 95% of the time, with few kills and with many', () => {
    const runs = 2_000;
    // Four standard errors of a share of 0.95.
    const tolerance = 4 * Math.sqrt((0.95 * 0.05) / runs);
    for (const kills of [5, 200]) {
      let covered = 0;
      for (let run = 0; run < runs; run += 1) {
        const random = seeded(kills, run);
        // A triangular draw, from 0 to 2,000: some variants fade at once, others go on.
        const viewsToCome = () => 1_000 * (random.uniform() + random.uniform());
        const sessions = Array.from({ length: 15 }, () => spared({ viewsAtEnd: 100 + viewsToCome() }));
        const truth = Array.from({ length: kills }, viewsToCome).reduce((sum, views) => sum + views);
        const { avoided } = measureSpared(sessions, kills);
        if (avoided.known && avoided.views.low <= truth && truth <= avoided.views.high) covered += 1;
      }
      expect(Math.abs(covered / runs - 0.95)).toBeLessThan(tolerance);
    }
  });
});
