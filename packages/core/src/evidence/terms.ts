import type { Policy } from '../policy';

/** What the evidence test is asked under: the policy's values in the formulas' own letters. */
export interface EvidenceTerms {
  /** h, the rate from which a variant is healthy. (0, 1] */
  readonly healthyLine: number;
  /** ρ, the kill threshold as a part of the healthy line. (0, 1) */
  readonly killRatio: number;
  /** φ, at least 1. */
  readonly dispersion: number;
  /** τ, seconds. */
  readonly delaySeconds: number;
  readonly literalDelaySeconds: number;
  /** ln(1/α). */
  readonly needed: number;
  /** Length of the monitoring window in seconds, extensions included. */
  readonly windowSeconds: number;
}

/**
 * Returns the terms that a policy sets for a session.
 * @param expected The rate that evidence is compared with: the expected one, or its lower end where it was learned.
 */
export function evidenceTerms(policy: Policy, expected: number, extendedSeconds: number): EvidenceTerms {
  const { evidence, belowThreshold, killRatio, windowSeconds } = policy;
  return {
    healthyLine: evidence.healthyRatio * expected,
    killRatio: killRatio / evidence.healthyRatio,
    dispersion: evidence.dispersion,
    delaySeconds: evidence.reactionDelaySeconds,
    literalDelaySeconds: belowThreshold.reactionDelaySeconds,
    needed: -Math.log(evidence.alpha),
    windowSeconds: windowSeconds + extendedSeconds,
  };
}
