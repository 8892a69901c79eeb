import type { CurvePoint } from './curve';

/** The thresholds from an instant on. */
export interface ThresholdStep {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly warn: number;
  readonly kill: number;
  readonly healthy: number;
}

/** A place on the curve. */
export interface RateAt {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly rate: number;
}

/**
 * Returns where the highest plausible rate first came below what counts as healthy: from there on the evidence says that the
 * variant is not; null where it never did.
 * @param steps In the order of time.
 */
export function crossingOf(points: readonly CurvePoint[], steps: readonly ThresholdStep[]): RateAt | null {
  for (const { at, bound } of points) {
    const healthy = steps.findLast((step) => step.at <= at)?.healthy ?? steps[0]?.healthy;
    if (bound !== null && healthy !== undefined && bound < healthy) return { at, rate: bound };
  }
  return null;
}

/** The stretches of the curve at which there is a bound, each a line of its own. */
export function boundLines(points: readonly CurvePoint[]): readonly (readonly RateAt[])[] {
  const lines: RateAt[][] = [];
  let isOpen = false;
  for (const { at, bound } of points) {
    if (bound === null) {
      isOpen = false;
      continue;
    }
    if (!isOpen) lines.push([]);
    isOpen = true;
    lines.at(-1)?.push({ at, rate: bound });
  }
  return lines;
}
