/** From here on Stirling's series is exact to the last digit; smaller arguments are lifted to it. */
export const STIRLING_FROM = 10;
export const HALF_LOG_TWO_PI = 0.9189385332046727;

/** Returns ln Γ(x) minus Stirling's main terms, for x of at least 10 (DLMF 5.11.1). */
export function stirlingCorrection(x: number): number {
  const r = 1 / (x * x);
  return (
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360_360)))))) / x
  );
}

/** Returns ln Γ(x) for x above 0, by Stirling's series; small arguments are lifted by the recurrence. */
export function logGamma(x: number): number {
  let product = 1;
  let lifted = x;
  while (lifted < STIRLING_FROM) {
    product *= lifted;
    lifted += 1;
  }
  return (
    (lifted - 0.5) * Math.log(lifted) -
    lifted +
    HALF_LOG_TWO_PI +
    stirlingCorrection(lifted) -
    Math.log(product)
  );
}
