import { gammaQuantile } from './gamma-quantile';
import { studentQuantile } from './student';

/** The counters of one variant. */
export interface Counted {
  readonly views: number;
  readonly interactions: number;
}

/** The engagement rate to expect of a new variant, or what is missing to tell. */
export type LearnedExpectation =
  | {
      readonly known: false;
      /** Completed sessions with views, and how many are needed. */
      readonly sessions: number;
      readonly needed: number;
      /** What is missing, in words. */
      readonly waitsFor: string;
    }
  | {
      readonly known: true;
      readonly sessions: number;
      /** Predictive mean of the new variant's rate, (0, 1]. */
      readonly rate: number;
      /** The 90% predictive interval of that rate: 0 < low ≤ rate ≤ high ≤ 1. */
      readonly low: number;
      readonly high: number;
    };

const MIN_SESSIONS = 20;
/** Rates of variants differ by at least this standard deviation, as a share of their mean. */
const MIN_RELATIVE_SPREAD = 0.05;
const MAX_BISECTIONS = 50;

/**
 * Predicts the engagement rate of a new variant by empirical Bayes: from the variants before it, and from its siblings.
 *
 * Assumed: completed sessions, siblings and the new variant are independent draws from one population, whose rates follow a
 * gamma distribution with mean μ and variance v; each view of a variant brings an interaction with a probability of its
 * rate. More dispersion than that (several reactions of one viewer, a rate that drifts) counts as spread between variants,
 * which widens the interval.
 *
 * - **v**, by moments, from completed sessions (Paule and Mandel 1982; DerSimonian and Kacker 2007): the variance at which
 *   Σ w (r − μ)² = (k − 1) (z / t)², with w = 1 / (v + μ(1 − μ) / views) and k sessions. Without (z / t)² that would be the
 *   estimate of v itself; the factor raises v by as much as Student's t is wider than the normal distribution, because v
 *   and μ are estimates from few sessions. v is at least (0.05 μ)², and at least what these sessions could tell from 0:
 *   √(2 (k − 1)) / Σ views / μ(1 − μ), the standard error of v where v is 0.
 * - **μ** is the mean of all rates, weighted by w, with a variance of 1 / Σ w. A sibling has as much weight as its views
 *   give it. Many siblings move the mean, but they don't narrow the spread v between variants.
 * - **The prediction** is the gamma distribution with mean μ and variance v + 1 / Σ w.
 *
 * Siblings may share something that completed sessions didn't (the hour, a fault of the source). They count as ordinary
 * draws anyway, so the prediction follows them slowly.
 * @param completed Sessions whose window has passed in full. Those without views count nowhere.
 * @param siblings Live variants, so far: `views` are matured views, since reactions still to come would pull the rate down.
 */
export function learnExpectation(
  completed: Iterable<Counted>,
  siblings: Iterable<Counted>,
): LearnedExpectation {
  const past = [...completed].filter(hasViews);
  const all = [...past, ...[...siblings].filter(hasViews)];
  const sessions = past.length;
  const pooled = sum(past, ({ interactions }) => interactions) / sum(past, ({ views }) => views);
  if (sessions < MIN_SESSIONS || pooled === 0) return unknown(sessions);
  const between = betweenVariance(past, pooled);
  const { mean, weight } = weightedMean(all, between, pooled);
  const variance = between + 1 / weight;
  const shape = mean ** 2 / variance;
  const scale = variance / mean;
  return {
    known: true,
    sessions,
    rate: mean,
    low: scale * gammaQuantile(shape, 0.05),
    // A rate is at most 1; of a very skewed gamma distribution, the mean is above this quantile.
    high: Math.min(1, Math.max(mean, scale * gammaQuantile(shape, 0.95))),
  };
}

function unknown(sessions: number): LearnedExpectation {
  const waitsFor =
    sessions < MIN_SESSIONS
      ? `needs ${MIN_SESSIONS} completed sessions with views; ${sessions} so far`
      : `needs interactions; none in ${sessions} completed sessions`;
  return { known: false, sessions, needed: MIN_SESSIONS, waitsFor };
}

/** Σ w (r − μ)² falls as v rises, so bisection finds the v at which it is what it should be. */
function betweenVariance(sessions: readonly Counted[], pooled: number): number {
  const degrees = sessions.length - 1;
  const target =
    degrees * (studentQuantile(0.95, Number.POSITIVE_INFINITY) / studentQuantile(0.95, degrees)) ** 2;
  const floor = Math.max(
    (MIN_RELATIVE_SPREAD * pooled) ** 2,
    Math.sqrt(2 * degrees) / weightedMean(sessions, 0, pooled).weight,
  );
  let low = floor;
  // Rates from 0 to 1 have a variance of at most ¼; the factor raises it by a tenth.
  let high = 1;
  if (spread(sessions, low, pooled) <= target) return floor;
  for (let step = 0; step < MAX_BISECTIONS; step += 1) {
    const middle = (low + high) / 2;
    if (spread(sessions, middle, pooled) > target) low = middle;
    else high = middle;
  }
  return high;
}

function spread(sessions: readonly Counted[], between: number, pooled: number): number {
  const { mean } = weightedMean(sessions, between, pooled);
  return sum(sessions, (session) => weightOf(session, between, pooled) * (rateOf(session) - mean) ** 2);
}

function weightedMean(sessions: readonly Counted[], between: number, pooled: number) {
  const weight = sum(sessions, (session) => weightOf(session, between, pooled));
  const mean = sum(sessions, (session) => weightOf(session, between, pooled) * rateOf(session)) / weight;
  return { mean, weight };
}

function weightOf({ views }: Counted, between: number, pooled: number): number {
  return 1 / (between + (pooled * (1 - pooled)) / views);
}

function rateOf({ views, interactions }: Counted): number {
  return interactions / views;
}

function hasViews({ views }: Counted): boolean {
  return views > 0;
}

function sum<Item>(items: readonly Item[], figure: (item: Item) => number): number {
  return items.reduce((total, item) => total + figure(item), 0);
}
