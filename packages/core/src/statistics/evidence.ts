import { logIncompleteBeta } from './log-beta';

/**
 * The logarithm of the evidence that a variant's true rate is below a line, after `views` with `interactions`.
 *
 * ln E(n, s; h) = ln B(h; ½ + s, ½ + n − s) − s ln h − (n − s) ln(1 − h) − ln B(h; ½, ½): a mixture of likelihood
 * ratios over the rates below h, weighted by a Beta(½, ½) cut off at h (Robbins 1970; the one-sided beta-binomial
 * mixture of Howard, Ramdas, McAuliffe, Sekhon, Annals of Statistics 49, 2021). Where the true rate is h or above, E
 * is a supermartingale that starts at 1, so that the chance of it ever reaching 1/α, however often one looks, is at
 * most α (Ville 1939).
 *
 * Depends on the two totals alone: it costs the same after any number of looks, on any machine.
 * @param views n, at least 0; need not be whole.
 * @param interactions s, from 0 to n.
 * @param line h, in (0, 1).
 * @param dispersion φ, at least 1: counts are divided by it, since one viewer's several reactions count once
 *   (a tempered likelihood). 1 for independent reactions.
 */
export function logEvidence(views: number, interactions: number, line: number, dispersion = 1): number {
  const n = views / dispersion;
  const s = interactions / dispersion;
  return (
    logIncompleteBeta(line, 0.5 + s, 0.5 + n - s) -
    s * Math.log(line) -
    (n - s) * Math.log1p(-line) -
    logArcsine(line)
  );
}

/** ln B(h; ½, ½), in closed form: 2 asin √h. */
function logArcsine(line: number): number {
  return Math.log(2 * Math.asin(Math.sqrt(line)));
}

const BISECTIONS = 60;

/**
 * The smallest line above the observed rate that the evidence rules out: with confidence 1 − α, at all times at once,
 * the true rate is below it.
 * @param alpha In (0, 1).
 * @returns A rate from the observed one to 1; 1 where nothing can be ruled out yet.
 */
export function upperBound(views: number, interactions: number, alpha: number, dispersion = 1): number {
  const needed = -Math.log(alpha);
  let ruledIn = views > 0 ? interactions / views : 0;
  let ruledOut = 1 - 1e-12;
  if (views === 0 || logEvidence(views, interactions, ruledOut, dispersion) < needed) return 1;
  for (let step = 0; step < BISECTIONS && ruledOut - ruledIn > ruledOut * 1e-13; step += 1) {
    const middle = (ruledIn + ruledOut) / 2;
    if (logEvidence(views, interactions, middle, dispersion) >= needed) ruledOut = middle;
    else ruledIn = middle;
  }
  return ruledOut;
}
