import type { Random } from '@cull/core/testing';

/** A stretch of views with the same number of interactions, from its first view to its last. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
  readonly interactions: number;
}

/**
 * Yields the views of a variant whose every view reacts at once with the same chance, stretch by stretch.
 *
 * Evidence grows with every view that does not react, so of a stretch only the last view can matter to a test.
 * @param rate Interactions a view.
 * @param limit The last view that is asked for; a stretch may reach beyond it.
 */
export function* stretches(rate: number, limit: number, random: Random): Generator<Stretch> {
  let first = 1;
  let reacting = 0;
  for (let interactions = 0; first <= limit; interactions += 1) {
    reacting += Math.min(limit + 1, random.geometric(rate));
    // The very first view may react: then nobody saw the variant without interactions.
    if (reacting > first) yield { first, last: reacting - 1, interactions };
    first = reacting;
  }
}
