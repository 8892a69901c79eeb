import { DEFAULT_POLICY, logEvidence, logLowerGamma, logUpperGamma, upperBound } from '@cull/core';

/** Interactions that came, of views that have had time to bring them. */
export interface Counts {
  readonly interactions: number;
  readonly views: number;
}

/**
 * Returns whether a variant is shown to engage at less than `killRatio` of its siblings' rate: U < killRatio·L, where
 * with confidence 1 − α/2 each, at all times, the variant's rate is below U and the siblings' pooled rate above L.
 *
 * The product does not offer this rule: it is here to show why.
 * @param needed ln(2/α).
 */
export function isBelowSiblings(variant: Counts, siblings: Counts, needed: number): boolean {
  const { killRatio } = DEFAULT_POLICY;
  const line = (killRatio * siblings.interactions) / siblings.views;
  // L is below the pooled rate itself, so without evidence against that the bounds need not be worked out.
  if (siblings.interactions < 1 || variant.interactions >= line * variant.views) return false;
  if (logEvidence(variant.interactions, line * variant.views) < needed) return false;
  const upper = upperBound(variant.interactions, variant.views, needed) / killRatio;
  if (upper * siblings.views >= siblings.interactions) return false;
  return logEvidenceAbove(siblings.interactions, upper * siblings.views) >= needed;
}

/**
 * Returns ln E⁺(s, x) = x − (s − ½) ln x − ln 2 + ln Γ(s − ½, x), the evidence that the true rate is above the one by
 * which x interactions were due: ln E turned round.
 *
 * Worked out from ln E(s − 1, x), which has the lower incomplete gamma function in the place of the upper one.
 * @param interactions s, at least 1.
 * @param due x, above 0.
 */
export function logEvidenceAbove(interactions: number, due: number): number {
  const a = interactions - 0.5;
  return logEvidence(interactions - 1, due) + logUpperGamma(a, due) - logLowerGamma(a, due);
}
