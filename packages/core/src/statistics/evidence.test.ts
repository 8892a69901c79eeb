import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REFERENCE } from '../../test/reference';
import { dueToJudge, logEvidence, upperBound } from './evidence';

const interactions = fc.integer({ min: 0, max: 100_000 });
const due = fc.double({ min: 1e-3, max: 100_000, noNaN: true });

describe('ln E', () => {
  it('is the reference’s to 1e-10 of its value', () => {
    expect(REFERENCE.values.length).toBeGreaterThan(100);
    for (const [s, x, logE] of REFERENCE.values) {
      const wanted = Number(logE);
      expect(
        Math.abs(logEvidence(Number(s), Number(x)) - wanted) / Math.abs(wanted),
        `s ${s}, x ${x}`,
      ).toBeLessThan(1e-10);
    }
  });

  it('falls with every interaction, and rises with what becomes due', () => {
    fc.assert(
      fc.property(interactions, due, fc.double({ min: 1e-6, max: 1_000, noNaN: true }), (s, x, more) => {
        const value = logEvidence(s, x);
        const slack = 1e-9 * Math.max(1, Math.abs(value));
        expect(logEvidence(s + 1, x)).toBeLessThanOrEqual(value + slack);
        expect(logEvidence(s, x + more)).toBeGreaterThanOrEqual(value - slack);
      }),
      { numRuns: 2_000 },
    );
  });

  it('begins at 1, and is finite for any counts', () => {
    expect(logEvidence(0, 0)).toBeCloseTo(0, 15);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), fc.double({ min: 0, max: 1e9, noNaN: true }), (s, x) => {
        expect(Number.isFinite(logEvidence(s, x))).toBe(true);
      }),
    );
  });
});

describe('the upper bound', () => {
  it('lies above the observed rate, and is below a line exactly when the evidence rules the line out', () => {
    const needed = Math.log(1000);
    const matured = fc.integer({ min: 1, max: 100_000 });
    fc.assert(
      fc.property(matured, fc.double({ min: 0, max: 0.06, noNaN: true }), (m, rate) => {
        const s = Math.floor(m * rate);
        const bound = upperBound(s, m, needed);
        expect(bound).toBeGreaterThanOrEqual(s / m);
        fc.pre(Math.abs(bound - 0.06) > 1e-9);
        expect(bound < 0.06).toBe(logEvidence(s, 0.06 * m) >= needed);
      }),
    );
  });

  it('is 1 before anything can be ruled out', () => expect(upperBound(0, 0, Math.log(1000))).toBe(1));
});

it('what has to be due to judge a silent variant is where its evidence reaches the bar', () => {
  for (const alpha of [0.05, 0.01, 0.001]) {
    const x = dueToJudge(-Math.log(alpha));
    expect(logEvidence(0, x)).toBeCloseTo(-Math.log(alpha), 9);
  }
});
