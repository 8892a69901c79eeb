import { HALF_LOG_TWO_PI, logGamma, STIRLING_FROM, stirlingCorrection } from './log-gamma';

/**
 * Returns ln B(a, b), the logarithm of the complete beta function, without the cancellation that three ln Γ of large
 * arguments would suffer: Stirling's terms are subtracted on paper and only their small corrections by machine.
 * @param a Above 0.
 * @param b Above 0.
 */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  const total = small + large;
  if (small >= STIRLING_FROM) {
    const corrections = stirlingCorrection(small) + stirlingCorrection(large) - stirlingCorrection(total);
    return (
      HALF_LOG_TWO_PI -
      0.5 * Math.log(large) +
      corrections +
      (small - 0.5) * Math.log(small / total) +
      large * Math.log1p(-small / total)
    );
  }
  if (large >= STIRLING_FROM) {
    const corrections = stirlingCorrection(large) - stirlingCorrection(total);
    return (
      logGamma(small) +
      corrections +
      small -
      small * Math.log(total) +
      (large - 0.5) * Math.log1p(-small / total)
    );
  }
  return logGamma(small) + logGamma(large) - logGamma(total);
}

/**
 * Returns ln B(x; a, b), the logarithm of the incomplete beta function ∫₀ˣ tᵃ⁻¹(1−t)ᵇ⁻¹ dt, not regularized.
 *
 * Below (a+1)/(a+b+2) by its continued fraction (DLMF 8.17.22, modified Lentz), above it by the complement.
 * @param x In (0, 1).
 */
export function logIncompleteBeta(x: number, a: number, b: number): number {
  if (x < (a + 1) / (a + b + 2)) return logContinuedFraction(x, a, b);
  const complete = logBeta(a, b);
  const share = logContinuedFraction(1 - x, b, a) - complete;
  // Rounding may put the share a hair above the whole.
  return share >= 0 ? Number.NEGATIVE_INFINITY : complete + logOneMinusExp(share);
}

/** Returns ln(1 − eᵗ) for t < 0, by whichever of two forms keeps its digits (Mächler 2012). */
function logOneMinusExp(t: number): number {
  return t > -Math.LN2 ? Math.log(-Math.expm1(t)) : Math.log1p(-Math.exp(t));
}

const TINY = 1e-300;
const PRECISION = 1e-15;
/** Far from the mean a few terms suffice; next to it their number grows with the root of a + b. */
const MAX_TERMS = 100_000;

function logContinuedFraction(x: number, a: number, b: number): number {
  const total = a + b;
  let c = 1;
  let d = nonZero(1 - (total * x) / (a + 1));
  d = 1 / d;
  let fraction = d;
  for (let m = 1; m <= MAX_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (total + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return a * Math.log(x) + b * Math.log1p(-x) + Math.log(fraction) - Math.log(a);
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
