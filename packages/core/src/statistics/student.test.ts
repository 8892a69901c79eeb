import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student';

describe('studentQuantile', () => {
  // Abramowitz and Stegun, table 26.10.
  it.each([
    [0.95, 4, 2.132],
    [0.95, 9, 1.833],
    [0.95, 19, 1.729],
    [0.95, 120, 1.658],
    [0.975, 4, 2.776],
    [0.975, 5, 2.571],
    [0.975, 9, 2.262],
    [0.975, 19, 2.093],
    [0.975, 29, 2.045],
    [0.975, 120, 1.98],
  ] as const)(
    'gives the %d quantile with %i degrees of freedom within 0.5%% of the table',
    (probability, degrees, quantile) => {
      expect(Math.abs(studentQuantile(probability, degrees) / quantile - 1)).toBeLessThan(0.005);
    },
  );

  it.each([
    [0.95, 1.644854],
    [0.975, 1.959964],
  ] as const)('gives the normal %d quantile for any number of degrees', (probability, quantile) => {
    expect(studentQuantile(probability, Number.POSITIVE_INFINITY)).toBeCloseTo(quantile, 6);
  });
});
