/** A few units in the last place: what a product of two rounded ratios can be off by. */
const ROUNDING = 4 * Number.EPSILON;

/**
 * Whether a rate is below a line. A rate that equals the line but for floating-point rounding is not below it:
 * "exactly half of expected" must not kill because 0.5 × 0.058 is not exact in binary.
 */
export function isBelow(rate: number, line: number): boolean {
  return rate < line * (1 - ROUNDING);
}
