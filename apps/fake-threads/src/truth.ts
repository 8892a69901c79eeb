import type { Audience } from './audience';

/** When a post has to be killed to the letter of the rule. */
export interface Criterion {
  /** Expected engagement rate, (0, 1]. */
  readonly expected: number;
  readonly killRatio: number;
  readonly minInteractions: number;
}

/** The counters with which the criterion held, and the age of the post in milliseconds. */
export interface FirstHeld {
  readonly ageMs: number;
  readonly views: number;
  readonly interactions: number;
}

/** A rate that equals the line but for floating-point rounding is not below it. */
const ROUNDING = 4 * Number.EPSILON;

/** Whether counters fulfil the criterion. */
export function holds(
  { expected, killRatio, minInteractions }: Criterion,
  views: number,
  interactions: number,
): boolean {
  return (
    interactions >= minInteractions &&
    views > 0 &&
    interactions / views < killRatio * expected * (1 - ROUNDING)
  );
}

/**
 * Walks an audience forward to the first moment in `[fromMs, untilMs]` at which the criterion holds.
 *
 * The audience is left at that moment, or at `untilMs`; hand over one that nobody else reads.
 */
export function firstHeld(
  audience: Audience,
  criterion: Criterion,
  fromMs: number,
  untilMs: number,
): FirstHeld | null {
  audience.advanceTo(fromMs);
  let ageMs = fromMs;
  for (;;) {
    const { views } = audience.counters;
    const interactions = audience.interactions();
    if (holds(criterion, views, interactions)) return { ageMs, views, interactions };
    ageMs = audience.nextAt();
    if (ageMs > untilMs || ageMs === Number.POSITIVE_INFINITY) return null;
    audience.step();
  }
}
