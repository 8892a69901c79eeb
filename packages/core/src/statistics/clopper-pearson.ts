import { logBeta, logIncompleteBeta } from './log-beta';

/** A share of trials with its confidence interval, each from 0 to 1. */
export interface ShareInterval {
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** Halves the interval until doubles can tell its ends apart no longer, whatever the scale of the share. */
const MAX_BISECTIONS = 200;

/**
 * Returns a share with its exact binomial interval (Clopper and Pearson, Biometrika 26, 1934): each end is the true share
 * at which a result this extreme or more has probability (1 − confidence) / 2. It covers the true share with at least the
 * given confidence, for any number of trials.
 * @param successes Whole number from 0 to `trials`.
 * @param trials Whole number, at least 1.
 * @param confidence In (0, 1).
 * @throws RangeError for any other argument: without trials there is no share.
 */
export function clopperPearson(successes: number, trials: number, confidence = 0.95): ShareInterval {
  if (!Number.isSafeInteger(trials) || trials < 1)
    throw new RangeError(`trials is ${trials}, but has to be a whole number of at least 1`);
  if (!Number.isSafeInteger(successes) || successes < 0 || successes > trials)
    throw new RangeError(`successes is ${successes}, but has to be a whole number from 0 to ${trials}`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`confidence is ${confidence}, but has to be above 0 and below 1`);
  const tail = (1 - confidence) / 2;
  return {
    share: successes / trials,
    low: lowerEnd(successes, trials, tail),
    high: 1 - lowerEnd(trials - successes, trials, tail),
  };
}

/** Returns the share x with P(at least `successes` of `trials`) = `tail`; that probability is I_x(s, n − s + 1). */
function lowerEnd(successes: number, trials: number, tail: number): number {
  if (successes === 0) return 0;
  const rest = trials - successes + 1;
  const target = Math.log(tail) + logBeta(successes, rest);
  let low = 0;
  // At the observed share the probability is at least a half, since that share is the median.
  let high = successes / trials;
  for (let step = 0; step < MAX_BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (logIncompleteBeta(middle, successes, rest) < target) low = middle;
    else high = middle;
  }
  return low;
}
