import { logGamma } from './log-gamma';

const PRECISION = 1e-16;
const TINY = 1e-300;
/** Near the mean both expansions take some multiple of the root of a; far from it a few terms. */
const MAX_TERMS = 1_000_000;

/**
 * Returns ln P(a, x), the regularized lower incomplete gamma function.
 *
 * Below a + 1 by its series (DLMF 8.11.4), above by the complement.
 * @param a Above 0.
 * @param x At least 0.
 */
export function logLowerGamma(a: number, x: number): number {
  if (x <= 0) return Number.NEGATIVE_INFINITY;
  if (x < a + 1) return logScale(a, x) - Math.log(a) + Math.log1p(lowerSeries(a, x));
  return Math.log1p(-Math.exp(logUpperGamma(a, x)));
}

/**
 * Returns ln Q(a, x), the regularized upper incomplete gamma function.
 *
 * From a + 1 on by its continued fraction (DLMF 8.9.2), below by the complement.
 * @param a Above 0.
 * @param x At least 0.
 */
export function logUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= a + 1) return logScale(a, x) + Math.log(upperFraction(a, x));
  return Math.log1p(-Math.exp(logLowerGamma(a, x)));
}

/** Returns ln(xᵃ e⁻ˣ / Γ(a)), which both expansions are scaled by. */
function logScale(a: number, x: number): number {
  return a * Math.log(x) - x - logGamma(a);
}

/** Returns Σ xᵏ / ((a + 1) … (a + k)) over k ≥ 1: γ(a, x) = xᵃ e⁻ˣ (1 + Σ) / a. */
export function lowerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 0;
  for (let k = 1; k <= MAX_TERMS; k += 1) {
    term *= x / (a + k);
    sum += term;
    if (term <= sum * PRECISION) break;
  }
  return sum;
}

/** Returns the continued fraction f with Γ(a, x) = xᵃ e⁻ˣ f, by the modified Lentz algorithm; for x ≥ a + 1. */
export function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / nonZero(b);
  let fraction = d;
  for (let k = 1; k <= MAX_TERMS; k += 1) {
    const step = -k * (k - a);
    b += 2;
    d = 1 / nonZero(step * d + b);
    c = nonZero(b + step / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) <= 2 * PRECISION) break;
  }
  return fraction;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
