import { describe, expect, it } from 'vitest';
import { studentQuantile } from './student';

describe('studentQuantile', () => {
  // Tabulated 0.975 quantiles: Abramowitz and Stegun, table 26.10.
  it.each([
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [19, 2.093],
    [29, 2.045],
    [120, 1.98],
  ])('with %i degrees of freedom is within 0.5 %% of the table', (degrees, quantile) => {
    expect(Math.abs(studentQuantile(0.975, degrees) / quantile - 1)).toBeLessThan(0.005);
  });

  it('becomes that of the normal distribution', () => {
    expect(studentQuantile(0.975, 1e9)).toBeCloseTo(1.959964, 6);
  });
});
