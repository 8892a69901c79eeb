import type { Sample } from '../sample';
import type { Estimate } from './estimate';
import { chiSquared, degreesOfFreedom, logLikelihood, predict, stepsOf } from './reaction-fit';
import { studentQuantile } from './student';

/** How a persona's audience reacts, estimated from its own recorded samples. */
export interface ReactionEstimate {
  /** What it rests on. */
  readonly sessions: number;
  readonly samples: number;
  readonly interactions: number;
  readonly delay: {
    /** Mean delay from a view to its reaction in seconds, with its 95% interval. */
    readonly meanSeconds: number;
    readonly low: number;
    readonly high: number;
    /** What to set `reactionDelaySeconds` to: multiples of 0.5 s, at most 60 s. */
    readonly suggestedSeconds: number;
  };
  /** φ = E[k²] / E[k] of one viewer's k reactions. At least 1. */
  readonly dispersion: Estimate;
}

/** The mean delays tried, in seconds, and the step between them. */
const STEP_SECONDS = 0.5;
const DELAYS = Array.from({ length: 81 }, (_, index) => index * STEP_SECONDS);
/** With less than this the answer would be chance. */
const MIN_SESSIONS = 3;
const MIN_INTERACTIONS = 200;
/** A delay that is set too short lets healthy variants be killed; one that is too long only costs time. */
const SUGGESTED_MEANS = 1.5;
const MAX_SUGGESTED_SECONDS = 60;
/** The 95% point of χ² with one degree of freedom. */
const CHI_SQUARED_95 = 3.841;

/**
 * Estimates how long after their views reactions come, and how much one viewer's several reactions inflate the counts.
 *
 * A reaction comes an exponential delay after its view, so the interactions of an interval follow the views, smoothed
 * exponentially. For each mean delay tried, the gains in interactions are compared with those predicted, by the Poisson
 * likelihood with each session's own rate profiled out; the likeliest delay is the estimate. Its interval is that of the
 * profile likelihood, widened by the dispersion (McCullagh and Nelder, Generalized Linear Models, 1989, chapter 9).
 *
 * The dispersion is Pearson's χ² over its degrees of freedom, of bins of a minute: for reactions that come in clusters,
 * variance over mean is E[k²] / E[k]. Its interval is that of a ratio over sessions (delta method on its logarithm,
 * Student's t). A rate that drifts within a session raises the dispersion, which errs on the careful side.
 *
 * Views that come at a constant rate reveal the delay only at the beginning of a post; the interval shows that.
 *
 * The suggested delay is 1.5 × the mean, but at least the upper end of the interval.
 */
export class ReactionEstimator {
  #samples = 0;
  #interactions = 0;
  readonly #logLikelihood = DELAYS.map(() => 0);
  /** χ² of each session for each delay tried, and its degrees of freedom. */
  readonly #fits: { readonly chiSquared: readonly number[]; readonly degrees: number }[] = [];

  /**
   * Adds one session's recorded samples; sessions may come in any order.
   * @param startedAt When it was posted, epoch milliseconds: it had no views before.
   */
  add(startedAt: number, samples: Iterable<Sample>): void {
    const steps = stepsOf(startedAt, samples);
    const interactions = steps.reduce((sum, step) => sum + step.interactions, 0);
    if (interactions === 0) return;
    this.#samples += steps.length;
    this.#interactions += interactions;
    const predictions = DELAYS.map((delay) => predict(steps, delay));
    for (const [index, predicted] of predictions.entries()) {
      this.#logLikelihood[index] = (this.#logLikelihood[index] ?? 0) + logLikelihood(steps, predicted);
    }
    this.#fits.push({
      chiSquared: predictions.map((predicted) => chiSquared(steps, predicted, interactions)),
      degrees: degreesOfFreedom(steps),
    });
  }

  /** Returns what all sessions together show; null where that is too little. */
  estimate(): ReactionEstimate | null {
    const best = this.#logLikelihood.indexOf(Math.max(...this.#logLikelihood));
    const dispersion = this.#dispersionAt(best);
    if (this.#fits.length < MIN_SESSIONS || this.#interactions < MIN_INTERACTIONS || dispersion === null)
      return null;
    const reach = (this.#logLikelihood[best] ?? 0) - (CHI_SQUARED_95 * dispersion.value) / 2;
    const likely = DELAYS.filter(
      (_, index) => (this.#logLikelihood[index] ?? Number.NEGATIVE_INFINITY) >= reach,
    );
    const meanSeconds = DELAYS[best] ?? 0;
    const high = (likely.at(-1) ?? meanSeconds) + STEP_SECONDS / 2;
    return {
      sessions: this.#fits.length,
      samples: this.#samples,
      interactions: this.#interactions,
      delay: {
        meanSeconds,
        low: Math.max(0, (likely[0] ?? meanSeconds) - STEP_SECONDS / 2),
        high,
        suggestedSeconds: suggestedDelay(meanSeconds, high),
      },
      dispersion,
    };
  }

  #dispersionAt(delay: number): Estimate | null {
    const fits = this.#fits.map(({ chiSquared, degrees }) => ({ sum: chiSquared[delay] ?? 0, degrees }));
    const degrees = fits.reduce((sum, fit) => sum + fit.degrees, 0);
    if (degrees === 0 || fits.length < MIN_SESSIONS) return null;
    const ratio = fits.reduce((sum, fit) => sum + fit.sum, 0) / degrees;
    if (ratio === 0) return { value: 1, low: 1, high: 1 };
    const squares = fits.reduce((sum, fit) => sum + (fit.sum - ratio * fit.degrees) ** 2, 0);
    const error = Math.sqrt((squares * fits.length) / (fits.length - 1)) / degrees;
    // A ratio of variances is skewed: its logarithm is nearer to normal.
    const spread = Math.exp((studentQuantile(0.975, fits.length - 1) * error) / ratio);
    return { value: Math.max(1, ratio), low: Math.max(1, ratio / spread), high: Math.max(1, ratio * spread) };
  }
}

/**
 * Returns whether a persona's own data refute the mean delay that its policy is set to: it is shorter than the lower end
 * of the estimate's interval, so the test of evidence counts interactions as due that are still to come.
 * @param configuredSeconds `reactionDelaySeconds`, at least 0.
 */
export function refutesDelay({ delay }: Pick<ReactionEstimate, 'delay'>, configuredSeconds: number): boolean {
  return configuredSeconds < delay.low;
}

function suggestedDelay(meanSeconds: number, high: number): number {
  const needed = Math.max(SUGGESTED_MEANS * meanSeconds, high);
  return Math.min(MAX_SUGGESTED_SECONDS, Math.ceil(needed / STEP_SECONDS) * STEP_SECONDS);
}
