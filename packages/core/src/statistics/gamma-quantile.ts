import { logLowerGamma, logUpperGamma } from './incomplete-gamma';

/** Smaller values would lose their digits. */
const MIN_LOG_VALUE = -700;
const MAX_BISECTIONS = 100;

/**
 * Returns the quantile of the gamma distribution with scale 1: the x with P(shape, x) = probability, by bisection on ln x.
 * Quantiles below e⁻⁷⁰⁰ are given as e⁻⁷⁰⁰.
 * @param shape Above 0.
 * @param probability In (0, 1).
 */
export function gammaQuantile(shape: number, probability: number): number {
  let low = MIN_LOG_VALUE;
  let high = Math.log(shape + 1);
  while (isBelow(high)) high += 1;
  for (let step = 0; step < MAX_BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return Math.exp(low);

  function isBelow(logValue: number): boolean {
    const x = Math.exp(logValue);
    // Each tail by its own function: the other one is 1 to the last digit there.
    return probability < 0.5
      ? logLowerGamma(shape, x) < Math.log(probability)
      : logUpperGamma(shape, x) > Math.log1p(-probability);
  }
}
