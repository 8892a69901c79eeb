import type { DropAction, Policy } from '../policy';
import { isBelow } from '../ratio';
import { logEvidence } from '../statistics/evidence';
import { type EvidenceState, maturedViews } from './state';
import type { EvidenceTerms } from './terms';

/** The weights of "never good" and "went bad" in the mixture M = 0.8·E + 0.2·D: one α covers both. */
const LOG_LEVEL_WEIGHT = Math.log(0.8);
const LOG_DROP_WEIGHT = Math.log(0.2);

/** Interactions that were due and that came, since the posting or since a drop. */
export interface DueAndCame {
  readonly due: number;
  readonly came: number;
}

/** Returns what was due since the posting, h·m, and what came. */
export function sincePosting(state: EvidenceState, { healthyLine }: EvidenceTerms): DueAndCame {
  return { due: healthyLine * maturedViews(state), came: state.interactions };
}

/** Returns what was due and what came since the variant went bad, as of the last block. */
export function sinceDrop(
  { badViews, badInteractions }: EvidenceState,
  { healthyLine }: EvidenceTerms,
): DueAndCame {
  return { due: healthyLine * badViews, came: badInteractions };
}

/** Returns whether fewer interactions came than the kill threshold asks for of those due. */
export function isBelowDue({ due, came }: DueAndCame, { killRatio }: EvidenceTerms): boolean {
  return isBelow(came, killRatio * due);
}

/** Returns ln E(s, x): the evidence that the variant was never good. */
export function logLevelEvidence(state: EvidenceState, terms: EvidenceTerms): number {
  const { due, came } = sincePosting(state, terms);
  return logEvidence(came / terms.dispersion, due / terms.dispersion);
}

/**
 * Returns what the rule `evidence` holds against ln(1/α).
 *
 * With `drop.action` off all weight is on E; with `warn` D may not kill, so E counts by its weight alone; with `kill`
 * the mixture counts where E is the greater part of it. So drops never weaken `evidence` beyond the weight of E.
 */
export function logEvidenceToKill(state: EvidenceState, terms: EvidenceTerms, action: DropAction): number {
  const level = logLevelEvidence(state, terms);
  if (action === 'off') return level;
  const weighted = level + LOG_LEVEL_WEIGHT;
  if (action === 'warn') return weighted;
  const drop = state.logDrop + LOG_DROP_WEIGHT;
  return weighted >= drop ? logSum(weighted, drop) : weighted;
}

/** Returns what a drop holds against ln(1/α): the mixture where D is the greater part of it, else D by its weight. */
export function logEvidenceOfDrop(state: EvidenceState, terms: EvidenceTerms): number {
  const drop = state.logDrop + LOG_DROP_WEIGHT;
  const level = logLevelEvidence(state, terms) + LOG_LEVEL_WEIGHT;
  return drop > level ? logSum(level, drop) : drop;
}

/**
 * Returns whether the variant has gone bad: the evidence of a drop reaches 1/α and outweighs that of never having been
 * good, and fewer interactions came since than the kill threshold asks for.
 */
export function isDropping(state: EvidenceState, terms: EvidenceTerms): boolean {
  // Without a run of too few interactions there is no drop, and the logarithms can be saved.
  if (state.badness === 0 || !isBelowDue(sinceDrop(state, terms), terms)) return false;
  if (!couldBeDrop(state.logDrop, terms)) return false;
  const drop = state.logDrop + LOG_DROP_WEIGHT;
  const level = logLevelEvidence(state, terms) + LOG_LEVEL_WEIGHT;
  return drop > level && logSum(level, drop) >= terms.needed;
}

/** Returns whether that much of ln D could be a drop, whatever else is known. */
export function couldBeDrop(logDrop: number, { needed }: EvidenceTerms): boolean {
  return logDrop + LOG_DROP_WEIGHT + Math.LN2 >= needed;
}

/** Returns whether enough interactions came since the variant went bad to stop warning about it. */
export function isRecovered(
  state: EvidenceState,
  terms: EvidenceTerms,
  { warnRatio, evidence }: Pick<Policy, 'warnRatio' | 'evidence'>,
): boolean {
  const { due, came } = sinceDrop(state, terms);
  return !isBelow(came, (warnRatio / evidence.healthyRatio) * due);
}

/** Returns what ln E has to reach for the rule `evidence` to kill, by `drop.action`; D aside. */
export function levelNeeded({ needed }: EvidenceTerms, action: DropAction): number {
  return action === 'off' ? needed : needed - LOG_LEVEL_WEIGHT;
}

function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
