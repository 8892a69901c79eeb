import { dueToJudge, evidenceTerms, levelNeeded, logEvidence, type Policy } from '@cull/core';

/** Values that the boundaries are drawn by. */
export type BoundaryPolicy = Policy;

/** How far a chart reaches in interactions due so far. */
export interface DueRange {
  readonly low: number;
  readonly high: number;
}

/** Where rules kill at one number of interactions due, as parts of that number: received over due. */
export interface Boundary {
  readonly due: number;
  /** From nothing to the share below which evidence kills; null where it can't judge yet, or is switched off. */
  readonly evidence: readonly [number, number] | null;
  /** Between these the literal rule kills; null where its interactions can't be below the threshold yet. */
  readonly literal: readonly [number, number] | null;
}

/** Enough for a smooth edge across any screen. */
const SAMPLES = 96;
const BISECTIONS = 40;

/** Expected rates cancel: everything is a part of what is due. */
const ANY_RATE = 1;

/** Returns from how many interactions due evidence can judge a variant that nobody reacts to; null where it is off. */
export function judgedFrom(policy: BoundaryPolicy): number | null {
  if (!policy.evidence.enabled) return null;
  const terms = evidenceTerms(policy, ANY_RATE, 0);
  return dueToJudge(levelNeeded(terms, policy.drop.action)) * terms.dispersion;
}

/**
 * Returns the share of the interactions due below which the evidence reaches 1/α: solves E(s/φ, x/φ) = 1/α for s, which
 * exists once as E falls in s, and ends at the kill threshold, above which evidence kills nothing.
 * @param due x, above 0.
 * @returns 0 to 1; null where evidence can't judge yet, or is switched off.
 */
export function evidenceEdge(due: number, policy: BoundaryPolicy): number | null {
  if (!policy.evidence.enabled) return null;
  const { dispersion, killRatio, ...terms } = evidenceTerms(policy, ANY_RATE, 0);
  const needed = levelNeeded({ dispersion, killRatio, ...terms }, policy.drop.action);
  const isEnough = (interactions: number) =>
    logEvidence(interactions / dispersion, due / dispersion) >= needed;
  if (!isEnough(0)) return null;
  if (isEnough(killRatio * due)) return killRatio;
  let killed = 0;
  let spared = killRatio * due;
  for (let step = 0; step < BISECTIONS; step += 1) {
    const middle = (killed + spared) / 2;
    if (isEnough(middle)) killed = middle;
    else spared = middle;
  }
  return killed / due;
}

/**
 * Returns the shares between which the literal rule kills: below the kill threshold, with its interactions complete.
 * @returns Null where that many interactions would be above the threshold still, or the rule is off.
 */
export function literalZone(due: number, policy: BoundaryPolicy): readonly [number, number] | null {
  if (!policy.belowThreshold.enabled) return null;
  const { killRatio } = evidenceTerms(policy, ANY_RATE, 0);
  const least = policy.minInteractions / due;
  return least <= killRatio ? [least, killRatio] : null;
}

/** Returns both zones across a range, at even distances on a logarithmic axis and where either begins. */
export function boundariesOf(policy: BoundaryPolicy, { low, high }: DueRange): readonly Boundary[] {
  const { killRatio } = evidenceTerms(policy, ANY_RATE, 0);
  const begin = [judgedFrom(policy), policy.minInteractions / killRatio];
  const even = Array.from({ length: SAMPLES }, (_, index) => low * (high / low) ** (index / (SAMPLES - 1)));
  return [...even, ...begin]
    .filter((due) => due !== null && due >= low && due <= high)
    .filter((due) => due !== null)
    .toSorted((a, b) => a - b)
    .map((due) => {
      const edge = evidenceEdge(due, policy);
      return { due, evidence: edge === null ? null : [0, edge], literal: literalZone(due, policy) };
    });
}

/** Which rules kill a variant with these counts. */
export interface Zones {
  readonly evidence: boolean;
  readonly literal: boolean;
}

/** Returns in which zones a variant is. @param due Interactions due so far. @param came Those that came. */
export function zonesAt(due: number, came: number, policy: BoundaryPolicy): Zones {
  if (due <= 0) return { evidence: false, literal: false };
  const share = came / due;
  const edge = evidenceEdge(due, policy);
  const zone = literalZone(due, policy);
  return {
    evidence: edge !== null && share <= edge && share < policy.killRatio / policy.evidence.healthyRatio,
    literal: zone !== null && share >= zone[0] && share < zone[1],
  };
}
