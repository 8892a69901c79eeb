/** What one reading of a variant added to the reading before it. */
export interface ReadingGain {
  readonly views: number;
  /** Gain of the running maximum: likes that are taken back add nothing. */
  readonly interactions: number;
}

/** How far a variant's readings speak for interactions that come in steps. */
export interface InteractionSteps {
  /** ln of the likelihood ratio of steps against a steady stream; starts over at 0 whenever the stream is the likelier. */
  readonly logRatio: number;
  /** Readings since the last jump that brought views but no interactions, and their views. */
  readonly quietReadings: number;
  readonly quietViews: number;
  /** Interactions of readings without new views; they count with the next reading that has some. */
  readonly heldInteractions: number;
  /** Quiet readings before the last jump; −1 before the first jump. */
  readonly previousQuiet: number;
}

/** The state of a variant without readings. */
export const NO_INTERACTION_STEPS: InteractionSteps = {
  logRatio: 0,
  quietReadings: 0,
  quietViews: 0,
  heldInteractions: 0,
  previousQuiet: -1,
};

/** One jump, however large, may be chance: it takes at least four. */
const MAX_LOG_RATIO_PER_JUMP = 4;
const FLAGGED_FROM = 14;
/** A viewer's several reactions come at once, so a burst counts as fewer than it has. */
const MIN_DISPERSION = 2;

/**
 * Advances the detector of interactions that step alone: the source refreshes them every so many seconds, while views rise at
 * nearly every reading. Between two refreshes a test of evidence sees views without the interactions due from them.
 *
 * A reading that brings interactions is a jump. Two hypotheses compete to explain each one, k interactions after g quiet
 * readings: they came when they showed (a Poisson stream that follows the views), or they came at any time since the
 * last jump and only showed now. The Poisson terms for the rate cancel, and the likelihood ratio is
 *
 * (views since the last jump / views of this reading)ᵏ × P(g)
 *
 * where P(g) is the chance that a refresh follows after g quiet readings: half 1 / ((g + 1)(g + 2)), half spread over the
 * three numbers next to the g of the last jump, since a cadence repeats. Steady streams mostly have k = 1 or g = 0, where the
 * ratio is below 1. So it needs no expected rate, and it works for any spacing of readings. A drop to 0 brings no jumps, so
 * it never counts.
 *
 * Against streams that aren't quite Poisson: k is divided by the dispersion, at least 2; the first factor is at most
 * (g + 1)ᵏ, so a reading with few views can't inflate it; one jump adds at most 4 to the logarithm. The sum never goes below
 * 0 (Page's CUSUM, Biometrika 41, 1954), so a source that begins to step later is found just as soon.
 *
 * O(1) a reading.
 * @param dispersion φ of the persona, where it is known to be above 2.
 */
export function advanceInteractionSteps(
  steps: InteractionSteps,
  { views, interactions }: ReadingGain,
  dispersion = MIN_DISPERSION,
): InteractionSteps {
  const shown = steps.heldInteractions + interactions;
  if (views === 0) return { ...steps, heldInteractions: shown };
  if (shown === 0) {
    return {
      ...steps,
      quietReadings: steps.quietReadings + 1,
      quietViews: steps.quietViews + views,
    };
  }
  const { quietReadings, quietViews, previousQuiet } = steps;
  const reach = Math.min((quietViews + views) / views, quietReadings + 1);
  const jump =
    (shown / Math.max(MIN_DISPERSION, dispersion)) * Math.log(reach) +
    Math.log(refreshProbability(quietReadings, previousQuiet));
  return {
    logRatio: Math.max(0, steps.logRatio + Math.min(MAX_LOG_RATIO_PER_JUMP, jump)),
    quietReadings: 0,
    quietViews: 0,
    heldInteractions: 0,
    previousQuiet: quietReadings,
  };
}

/**
 * Returns whether the source refreshes a variant's interactions in steps while its views move. It may stop to hold later:
 * keep the answer with the source if it matters there.
 */
export function hasInteractionSteps({ logRatio }: InteractionSteps): boolean {
  return logRatio >= FLAGGED_FROM;
}

function refreshProbability(quiet: number, previous: number): number {
  const any = 1 / ((quiet + 1) * (quiet + 2));
  if (previous < 0) return any;
  const repeats = Math.abs(quiet - previous) <= 1 ? 1 / 3 : 0;
  return (any + repeats) / 2;
}
