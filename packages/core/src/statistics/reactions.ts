import type { Sample } from '../sample';
import { studentQuantile } from './student';

/** What a persona's audience does, as its own recorded samples tell. */
export interface ReactionEstimate {
  /** What it rests on. */
  readonly sessions: number;
  readonly samples: number;
  readonly interactions: number;
  readonly lag: {
    /** Mean delay from a view to its reaction in seconds, with its 95 % interval. */
    readonly meanSeconds: number;
    readonly low: number;
    readonly high: number;
    /** By when 95 % of the reactions have come: the policy value to set. Whole seconds. */
    readonly suggestedSeconds: number;
  };
  /** φ = E[k²] / E[k] of one viewer's k reactions, with its 95 % interval. At least 1. */
  readonly dispersion: { readonly value: number; readonly low: number; readonly high: number };
}

/** Mean delays that are tried. */
const STEP_SECONDS = 0.5;
const LAGS = Array.from({ length: 81 }, (_, index) => index * STEP_SECONDS);
/** Less than this and the answer would be chance. */
const MIN_SESSIONS = 3;
const MIN_INTERACTIONS = 200;
const MAX_SUGGESTED_SECONDS = 120;
/** Long enough for the several reactions of one viewer to fall into one bin. */
const BIN_SECONDS = 60;
/** The 95 % point of χ² with one degree of freedom. */
const CHI_SQUARED_95 = 3.841;
/** Of an exponential delay, 95 % are over after three means. */
const MEANS_TO_95 = 3;

/**
 * Estimates how long reactions lag behind views, and how much one viewer's several reactions inflate the counts.
 *
 * A reaction comes an exponential delay after its view, so that the interactions of an interval follow the views in an
 * exponentially smoothed way. For each mean delay tried, the increments of interactions are held against those predicted,
 * by the Poisson likelihood with each session's own rate profiled out; the likeliest delay is the estimate. Its interval
 * is that of the profile likelihood, widened by the dispersion (McCullagh and Nelder, Generalized Linear Models, 1989,
 * chapter 9). The dispersion is Pearson's χ² over its degrees of freedom, of bins of a minute: for reactions that come in
 * clusters, variance over mean is E[k²] / E[k]. Its interval is that of a ratio over sessions (delta method on its logarithm, Student's t).
 * A rate that drifts within a session raises the dispersion, which errs on the careful side.
 *
 * Views that come at a constant rate say little of the delay but at the beginning of a post; the interval tells.
 */
export class ReactionEstimator {
  #samples = 0;
  #interactions = 0;
  readonly #logLikelihood = LAGS.map(() => 0);
  /** Of each session: χ² for each delay tried, and its degrees of freedom. */
  readonly #fits: { readonly chiSquared: readonly number[]; readonly degrees: number }[] = [];

  /**
   * Takes in one session's recorded samples; in any order of sessions.
   * @param startedAt When it was posted, epoch milliseconds: there were no views before.
   */
  add(startedAt: number, samples: Iterable<Sample>): void {
    const steps = stepsOf(startedAt, samples);
    const interactions = steps.reduce((sum, step) => sum + step.interactions, 0);
    if (interactions === 0) return;
    this.#samples += steps.length;
    this.#interactions += interactions;
    const predictions = LAGS.map((lag) => predict(steps, lag));
    for (const [index, predicted] of predictions.entries()) {
      this.#logLikelihood[index] = (this.#logLikelihood[index] ?? 0) + logLikelihood(steps, predicted);
    }
    this.#fits.push({
      chiSquared: predictions.map((predicted) => chiSquared(steps, predicted, interactions)),
      degrees: new Set(steps.map(({ bin }) => bin)).size - 1,
    });
  }

  /** What all sessions together tell; null where that is too little. */
  estimate(): ReactionEstimate | null {
    const best = this.#logLikelihood.indexOf(Math.max(...this.#logLikelihood));
    const dispersion = this.#dispersionAt(best);
    if (this.#fits.length < MIN_SESSIONS || this.#interactions < MIN_INTERACTIONS || dispersion === null)
      return null;
    const reach = (this.#logLikelihood[best] ?? 0) - (CHI_SQUARED_95 * dispersion.value) / 2;
    const likely = LAGS.filter(
      (_, index) => (this.#logLikelihood[index] ?? Number.NEGATIVE_INFINITY) >= reach,
    );
    const meanSeconds = LAGS[best] ?? 0;
    return {
      sessions: this.#fits.length,
      samples: this.#samples,
      interactions: this.#interactions,
      lag: {
        meanSeconds,
        low: Math.max(0, (likely[0] ?? meanSeconds) - STEP_SECONDS / 2),
        high: (likely.at(-1) ?? meanSeconds) + STEP_SECONDS / 2,
        suggestedSeconds: Math.min(MAX_SUGGESTED_SECONDS, Math.ceil(meanSeconds * MEANS_TO_95)),
      },
      dispersion,
    };
  }

  #dispersionAt(lag: number): ReactionEstimate['dispersion'] | null {
    const fits = this.#fits.map(({ chiSquared, degrees }) => ({ sum: chiSquared[lag] ?? 0, degrees }));
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

/** What came between two samples. */
interface Step {
  readonly seconds: number;
  readonly views: number;
  readonly interactions: number;
  readonly bin: number;
}

function stepsOf(startedAt: number, samples: Iterable<Sample>): readonly Step[] {
  const steps: Step[] = [];
  let before: Sample = { observedAt: startedAt, views: 0, interactions: 0 };
  for (const sample of samples) {
    const seconds = (sample.observedAt - before.observedAt) / 1000;
    if (seconds <= 0) continue;
    steps.push({
      seconds,
      views: Math.max(0, sample.views - before.views),
      // Likes that are taken back are no reactions to a view.
      interactions: Math.max(0, sample.interactions - before.interactions),
      bin: Math.floor((sample.observedAt - startedAt) / (BIN_SECONDS * 1000)),
    });
    before = sample;
  }
  return steps;
}

/** How many of the viewers so far, reacting all, would react in each step; viewers of a step are spread evenly over it. */
function predict(steps: readonly Step[], lag: number): readonly number[] {
  let waiting = 0;
  return steps.map(({ seconds, views }) => {
    if (lag === 0) return views;
    const staying = Math.exp(-seconds / lag);
    const stayingOfNew = (lag / seconds) * (1 - staying);
    const reacting = waiting * (1 - staying) + views * (1 - stayingOfNew);
    waiting = waiting * staying + views * stayingOfNew;
    return reacting;
  });
}

/** Nobody can react where nobody looked: a small chance keeps one stray count from deciding everything. */
const STRAY = 1e-3;

function logLikelihood(steps: readonly Step[], predicted: readonly number[]): number {
  const total = predicted.reduce((sum, count) => sum + count + STRAY, 0);
  return steps.reduce(
    (sum, { interactions }, index) =>
      interactions === 0 ? sum : sum + interactions * Math.log(((predicted[index] ?? 0) + STRAY) / total),
    0,
  );
}

function chiSquared(steps: readonly Step[], predicted: readonly number[], interactions: number): number {
  const total = predicted.reduce((sum, count) => sum + count, 0);
  if (total === 0) return 0;
  const bins = new Map<number, { observed: number; expected: number }>();
  for (const [index, step] of steps.entries()) {
    const bin = bins.get(step.bin) ?? { observed: 0, expected: 0 };
    bin.observed += step.interactions;
    bin.expected += ((predicted[index] ?? 0) * interactions) / total;
    bins.set(step.bin, bin);
  }
  let sum = 0;
  for (const { observed, expected } of bins.values()) {
    if (expected > 0) sum += (observed - expected) ** 2 / expected;
  }
  return sum;
}
