import type { Policy } from './policy';
import { isBelow } from './ratio';
import { logEvidence } from './statistics/evidence';

/**
 * The live variants of a persona, their counters added up; all but the one that lacks most, which would otherwise speak for
 * its siblings.
 */
export interface SiblingPool {
  readonly variants: number;
  /** Interactions that came. */
  readonly interactions: number;
  /** Interactions that were due by now, each by its own variant's healthy line. */
  readonly due: number;
}

export const NO_SIBLINGS: SiblingPool = Object.freeze({ variants: 0, interactions: 0, due: 0 });

/**
 * Returns whether the siblings together are below the kill threshold, with the evidence that a kill would need: then the
 * expectation, the hour or the source is wrong, not the variant.
 */
export function isExpectationSuspect(siblings: SiblingPool, policy: Policy): boolean {
  const { evidence, killRatio } = policy;
  const { variants, interactions, due } = siblings;
  if (policy.siblings.guard === 'off' || variants < policy.siblings.minSiblings) return false;
  if (!isBelow(interactions, (killRatio / evidence.healthyRatio) * due)) return false;
  const { dispersion, alpha } = evidence;
  return logEvidence(interactions / dispersion, due / dispersion) >= -Math.log(alpha);
}
