import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gammaQuantile } from './gamma-quantile';
import { logLowerGamma } from './incomplete-gamma';

describe('gammaQuantile', () => {
  // Computed with mpmath at 40 digits.
  it.each([
    [0.05, 0.05, 5.57387548187876e-27],
    [0.5, 0.05, 0.00196607000000976],
    [0.5, 0.95, 1.92072941034706],
    [1, 0.25, 0.287682072451781],
    [4, 0.05, 1.36631839674983],
    [4, 0.95, 7.75365652793273],
    [25, 0.05, 17.3821258417509],
    [25, 0.95, 33.7524032747706],
    [400, 0.05, 367.681174061749],
    [400, 0.95, 433.45570105469],
  ])('of shape %d at %d is %d', (shape, probability, quantile) => {
    expect(Math.abs(gammaQuantile(shape, probability) / quantile - 1)).toBeLessThan(1e-11);
  });

  it('inverts the distribution, whatever its shape', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 1e4, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.9999, noNaN: true }),
        (shape, probability) => {
          const found = Math.exp(logLowerGamma(shape, gammaQuantile(shape, probability)));
          expect(Math.abs(found / probability - 1)).toBeLessThan(1e-9);
        },
      ),
    );
  });

  it('stays above 0 where the quantile is too small for a double', () => {
    expect(gammaQuantile(1e-3, 0.05)).toBeGreaterThan(0);
    expect(gammaQuantile(1e-3, 0.05)).toBeLessThan(1e-300);
  });
});
