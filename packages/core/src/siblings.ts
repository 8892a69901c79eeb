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
  /** Interactions that were due so far, each by its own variant's healthy line. */
  readonly due: number;
}

export const NO_SIBLINGS: SiblingPool = Object.freeze({ variants: 0, interactions: 0, due: 0 });

/** A reading that is older says nothing about the hour. */
export const SIBLINGS_FRESH_MS = 30_000;

/** What one variant brings among its siblings. */
export type SiblingCounts = Pick<SiblingPool, 'interactions' | 'due'>;

/** Some of a persona's live variants: their counters added up, and those of the one that lacks most once more. */
export interface SiblingGroup extends SiblingPool {
  readonly worst: SiblingCounts;
}

/** Adds a variant to a group, or begins one with it. */
export function withSibling(
  group: SiblingGroup | undefined,
  { interactions, due }: SiblingCounts,
): SiblingGroup {
  const one = { variants: 1, interactions, due, worst: { interactions, due } };
  return group === undefined ? one : join(group, one);
}

/** Joins the groups of one persona to the pool that its variants are compared with. */
export function poolOf(groups: readonly SiblingGroup[]): SiblingPool {
  const [first, ...others] = groups;
  if (first === undefined) return NO_SIBLINGS;
  const { variants, interactions, due, worst } = others.reduce(join, first);
  return {
    variants: variants - 1,
    interactions: interactions - worst.interactions,
    due: due - worst.due,
  };
}

function join(one: SiblingGroup, other: SiblingGroup): SiblingGroup {
  return {
    variants: one.variants + other.variants,
    interactions: one.interactions + other.interactions,
    due: one.due + other.due,
    worst: lackOf(other.worst) > lackOf(one.worst) ? other.worst : one.worst,
  };
}

function lackOf({ interactions, due }: SiblingCounts): number {
  return due - interactions;
}

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
