/** Quantiles of the normal distribution that intervals are made with. */
const NORMAL = { 0.95: 1.6448536269514722, 0.975: 1.959963984540054 } as const;

/**
 * Returns a quantile of Student's t, from that of the normal distribution (Abramowitz and Stegun 26.7.5); within 0.5%
 * from 4 degrees of freedom on.
 * @param degrees Degrees of freedom, at least 1; infinite for the normal distribution itself.
 */
export function studentQuantile(probability: keyof typeof NORMAL, degrees: number): number {
  const z = NORMAL[probability];
  const first = (z ** 3 + z) / 4;
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96;
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384;
  return z + first / degrees + second / degrees ** 2 + third / degrees ** 3;
}
