import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logEvidence, upperBound } from './evidence';

// Computed with mpmath at 40 digits from the definition.
const REFERENCE = [
  { n: 1, s: 0, p0: 0.03, phi: 1, logE: 0.020367878703675173 },
  { n: 450, s: 9, p0: 0.03, phi: 1, logE: -0.3182066954338637 },
  { n: 20000, s: 400, p0: 0.03, phi: 1, logE: 35.863520171778646 },
  { n: 150, s: 0, p0: 0.01, phi: 1, logE: 1.095713727169078 },
  { n: 5000, s: 3, p0: 0.01, phi: 1, logE: 37.03647652610075 },
  { n: 10, s: 0, p0: 0.0025, phi: 1, logE: 0.016716727004987667 },
  { n: 1000, s: 10, p0: 0.0025, phi: 1, logE: -2.806397117419155 },
  { n: 1, s: 0, p0: 0.15, phi: 1, logE: 0.11008944283778589 },
  { n: 450, s: 9, p0: 0.15, phi: 1, logE: 42.715647179573814 },
  { n: 20000, s: 400, p0: 0.15, phi: 1, logE: 1979.632742430828 },
  { n: 150, s: 0, p0: 0.5, phi: 1, logE: 101.58670834278877 },
  { n: 5000, s: 3, p0: 0.5, phi: 1, logE: 3436.6759927018784 },
  { n: 450, s: 5, p0: 0.03, phi: 1.5, logE: 1.5032662460828017 },
  { n: 1000, s: 10, p0: 0.03, phi: 1.5, logE: 4.861945771125942 },
  { n: 5000, s: 3, p0: 0.03, phi: 1.5, logE: 89.54389011044726 },
  { n: 20000, s: 400, p0: 0.03, phi: 1.5, logE: 23.11907748511724 },
  { n: 450, s: 5, p0: 0.03, phi: 2.0, logE: 1.0224297374150304 },
  { n: 1000, s: 10, p0: 0.03, phi: 2.0, logE: 3.4660640511523124 },
  { n: 5000, s: 3, p0: 0.03, phi: 2.0, logE: 66.7695506451802 },
  { n: 20000, s: 400, p0: 0.03, phi: 2.0, logE: 16.78930328607579 },
];
const BOUNDS = [
  { n: 150, s: 0, alpha: 0.01, upper: 0.0365455026917134 },
  { n: 450, s: 9, alpha: 0.01, upper: 0.0517482798196717 },
  { n: 1000, s: 10, alpha: 0.01, upper: 0.0250767369105443 },
  { n: 5000, s: 3, alpha: 0.01, upper: 0.00261787411323358 },
  { n: 20000, s: 400, alpha: 0.01, upper: 0.0240688488128957 },
];

describe('ln E', () => {
  it.each(REFERENCE)(
    'after $n views and $s interactions against $p0, dispersion $phi',
    ({ n, s, p0, phi, logE }) => {
      expect(Math.abs(logEvidence(n, s, p0, phi) - logE)).toBeLessThan(1e-11 * Math.max(1, Math.abs(logE)));
    },
  );

  it('falls with every interaction and rises with every view without one', () => {
    const counts = fc
      .integer({ min: 1, max: 1_000_000 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: Math.min(n - 1, 5_000) })));
    fc.assert(
      fc.property(counts, fc.double({ min: 1e-4, max: 0.9, noNaN: true }), ([n, s], line) => {
        const value = logEvidence(n, s, line);
        const slack = 1e-9 * Math.max(1, Math.abs(value));
        expect(logEvidence(n + 1, s + 1, line)).toBeLessThanOrEqual(value + slack);
        expect(logEvidence(n + 1, s, line)).toBeGreaterThanOrEqual(value - slack);
      }),
    );
  });

  it('is finite from 1 view to 10⁹', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 30 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.999, noNaN: true }),
        (power, share, line) => {
          const n = 2 ** power;
          expect(Number.isFinite(logEvidence(n, Math.floor(n * share), line))).toBe(true);
        },
      ),
    );
  });
});

describe('the upper bound', () => {
  it.each(BOUNDS)('after $n views and $s interactions at alpha $alpha', ({ n, s, alpha, upper }) => {
    expect(upperBound(n, s, alpha)).toBeCloseTo(upper, 10);
  });

  it('lies above the observed rate, and is below the line exactly when the evidence rules the line out', () => {
    const counts = fc
      .integer({ min: 1, max: 100_000 })
      .chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: Math.floor(n / 20) })));
    fc.assert(
      fc.property(counts, ([n, s]) => {
        const bound = upperBound(n, s, 0.001);
        expect(bound).toBeGreaterThanOrEqual(s / n);
        fc.pre(Math.abs(bound - 0.06) > 1e-9);
        expect(bound < 0.06).toBe(logEvidence(n, s, 0.06) >= Math.log(1000));
      }),
    );
  });

  it('is 1 before anything can be ruled out', () => expect(upperBound(0, 0, 0.001)).toBe(1));
});
