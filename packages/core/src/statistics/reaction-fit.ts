import type { Sample } from '../sample';

/** Long enough that the several reactions of one viewer fall into one bin. */
const BIN_SECONDS = 60;
/** Nobody can react to a post nobody saw: this small chance keeps one stray count from deciding everything. */
const STRAY = 1e-3;

/** What came between two samples. */
export interface Step {
  readonly seconds: number;
  readonly views: number;
  readonly interactions: number;
  readonly bin: number;
}

/**
 * Returns what came between a session's samples; one that is no later than the one before it is left out.
 * @param startedAt When the post appeared without views, epoch milliseconds.
 */
export function stepsOf(startedAt: number, samples: Iterable<Sample>): readonly Step[] {
  const steps: Step[] = [];
  let before: Sample = { observedAt: startedAt, views: 0, interactions: 0 };
  for (const sample of samples) {
    const seconds = (sample.observedAt - before.observedAt) / 1000;
    if (seconds <= 0) continue;
    steps.push({
      seconds,
      views: Math.max(0, sample.views - before.views),
      // A like that is taken back is not a reaction to a view.
      interactions: Math.max(0, sample.interactions - before.interactions),
      bin: Math.floor((sample.observedAt - startedAt) / (BIN_SECONDS * 1000)),
    });
    before = sample;
  }
  return steps;
}

/**
 * Returns how many would react in each step if every viewer reacted, an exponential delay after the view. Viewers of a step
 * are spread evenly over it.
 * @param delay Mean, in seconds; 0: at once.
 */
export function predict(steps: readonly Step[], delay: number): readonly number[] {
  let waiting = 0;
  return steps.map(({ seconds, views }) => {
    if (delay === 0) return views;
    const staying = Math.exp(-seconds / delay);
    const stayingOfNew = (delay / seconds) * (1 - staying);
    const reacting = waiting * (1 - staying) + views * (1 - stayingOfNew);
    waiting = waiting * staying + views * stayingOfNew;
    return reacting;
  });
}

/** Returns the Poisson log-likelihood of the interactions, the session's own rate profiled out, but for a constant. */
export function logLikelihood(steps: readonly Step[], predicted: readonly number[]): number {
  const total = predicted.reduce((sum, count) => sum + count + STRAY, 0);
  return steps.reduce(
    (sum, { interactions }, index) =>
      interactions === 0 ? sum : sum + interactions * Math.log(((predicted[index] ?? 0) + STRAY) / total),
    0,
  );
}

/** Returns Pearson's χ² of the interactions in bins of a minute, at the session's own rate. */
export function chiSquared(
  steps: readonly Step[],
  predicted: readonly number[],
  interactions: number,
): number {
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

/** Returns the degrees of freedom of that χ²: bins, less the rate. */
export function degreesOfFreedom(steps: readonly Step[]): number {
  return new Set(steps.map(({ bin }) => bin)).size - 1;
}
