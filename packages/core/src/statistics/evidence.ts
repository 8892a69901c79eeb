import { lowerSeries, upperFraction } from './incomplete-gamma';
import { HALF_LOG_TWO_PI, logGamma, STIRLING_FROM, stirlingCorrection } from './log-gamma';

/**
 * Returns ln E(s, x), the logarithm of the evidence that a variant's true rate is below the healthy line.
 *
 * ln E = x − (s + ½) ln x − ln 2 + ln γ(s + ½, x): the likelihood ratio (q/h)ˢ e^((h−q)m) of a point process,
 * averaged over the rates q below the healthy line h with the truncated Jeffreys prior q^(−½)/(2√h). While the true
 * rate is h or more, E is a supermartingale that starts at 1, so it ever reaches 1/α with probability at most α,
 * however often one checks (Ville 1939; Howard, Ramdas, McAuliffe, Sekhon, Annals of Statistics 49, 2021).
 *
 * E falls with every interaction and rises with everything that becomes due without one.
 * @param interactions s, at least 0; need not be whole (it is divided by the dispersion).
 * @param due x = h·m, the interactions that a healthy variant would have so far; at least 0.
 */
export function logEvidence(interactions: number, due: number): number {
  if (due <= 0) return -Math.log(2 * interactions + 1);
  const a = interactions + 0.5;
  if (due < a + 1) return Math.log1p(lowerSeries(a, due)) - Math.log(2 * a);
  const whole = logScaledGamma(a, due);
  // Γ(a, x) shares the factor xᵃ e⁻ˣ, so only its fraction is compared with the whole.
  return whole - Math.LN2 + Math.log1p(-upperFraction(a, due) * Math.exp(-whole));
}

/** Returns ln(Γ(a) eˣ x⁻ᵃ); large arguments by Stirling's series, whose main terms cancel on paper. */
function logScaledGamma(a: number, x: number): number {
  if (a < STIRLING_FROM) return x - a * Math.log(x) + logGamma(a);
  const excess = (x - a) / a;
  return a * (excess - Math.log1p(excess)) - 0.5 * Math.log(a) + HALF_LOG_TWO_PI + stirlingCorrection(a);
}

const BISECTIONS = 60;

/**
 * Returns the smallest rate above the observed one that the evidence rules out: with confidence 1 − α, at all times
 * at once, the true rate is below it.
 * @param interactions s, at least 0.
 * @param matured m, views that have had time to bring their reactions; at least 0.
 * @param needed The logarithm that the evidence has to reach, ln(1/α) where it has all the weight.
 * @param dispersion φ, at least 1: counts are divided by it.
 * @returns A rate, at most 1; 1 where nothing can be ruled out yet.
 */
export function upperBound(interactions: number, matured: number, needed: number, dispersion = 1): number {
  const s = interactions / dispersion;
  const m = matured / dispersion;
  if (m <= 0 || logEvidence(s, m) < needed) return 1;
  let ruledIn = Math.min(1, s / m);
  let ruledOut = 1;
  for (let step = 0; step < BISECTIONS && ruledOut - ruledIn > ruledOut * 1e-13; step += 1) {
    const middle = (ruledIn + ruledOut) / 2;
    if (logEvidence(s, middle * m) >= needed) ruledOut = middle;
    else ruledIn = middle;
  }
  return ruledOut;
}

/**
 * Returns the interactions that have to be due before a variant without any can be judged: the smallest x with
 * ln E(0, x) ≥ `needed`.
 */
export function dueToJudge(needed: number): number {
  let low = 0;
  let high = needed + 1;
  while (logEvidence(0, high) < needed) high *= 2;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (logEvidence(0, middle) >= needed) high = middle;
    else low = middle;
  }
  return high;
}
