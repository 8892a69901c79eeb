import type { EvidenceState } from './state';
import type { EvidenceTerms } from './terms';

/** Rates after a drop that are tried, as parts of the healthy line. */
const GRID = [0, 0.05, 0.1, 0.2, 0.35, 0.5] as const;
const LOG_GRID = GRID.map(Math.log);
/** A drop is judged in blocks of at least this many views: fewer say nothing. */
export const DROP_BLOCK_VIEWS = 30;
/** Of the window: what the starts keep in reserve for a window that is extended. */
const RESERVE = 0.1;

export const NO_STARTS: readonly number[] = Object.freeze(GRID.map(() => Number.NEGATIVE_INFINITY));

/**
 * Closes the current block where it is long enough, and opens the next.
 *
 * For each ratio ρ of the grid R_ρ ← R_ρ·ρ^Δs·e^((1−ρ)·Δx) + w, with Δx = h·min(Δn, Δm): a delay that is set too long,
 * a late registration or views that stop can't make anything due. w is the weight of a drop that starts at the end of
 * this block: the unused mass times the block's share of what is left of the window, a tenth of the window in reserve.
 * Seen from any start the likelihood ratio is an e-process, so a mixture over starts is one too.
 *
 * The CUSUM C ← max(0, C + Δs·ln ρ + (1 − ρ)·Δx) at the kill ratio tells when it went bad: where it last was 0.
 */
export function closeBlock(state: EvidenceState, terms: EvidenceTerms): EvidenceState {
  const newViews = state.views - state.blockViews;
  if (newViews < DROP_BLOCK_VIEWS) return state;
  const { healthyLine, dispersion, killRatio } = terms;
  const matured = state.views - state.skipped - state.pending;
  const judged = Math.max(0, Math.min(newViews, matured - state.blockMatured));
  const due = (healthyLine * judged) / dispersion;
  const came = (state.interactions - state.blockInteractions) / dispersion;
  const weight = weightOf(state, terms);
  const logWeight = Math.log(weight);
  const logStarts = state.logStarts.map((logStart, index) =>
    logSum(logStart + logRatio(index, came, due), logWeight),
  );
  const massUsed = state.massUsed + weight;
  const badness = Math.max(0, state.badness + came * Math.log(killRatio) + (1 - killRatio) * due);
  return {
    views: state.views,
    skipped: state.skipped,
    interactions: state.interactions,
    shown: state.shown,
    pending: state.pending,
    literalPending: state.literalPending,
    advancedAt: state.advancedAt,
    blockAt: state.advancedAt,
    blockViews: state.views,
    blockMatured: matured,
    blockInteractions: state.interactions,
    logStarts,
    massUsed,
    logDrop: logMixture(logStarts, massUsed),
    badness,
    badSince: badness === 0 ? state.advancedAt : state.badSince,
    badInteractions: badness === 0 ? 0 : state.badInteractions + state.interactions - state.blockInteractions,
    badViews: badness === 0 ? 0 : state.badViews + judged,
  };
}

/**
 * Returns the most that ln D can come to while so many more views mature without any interaction, however they are split into blocks
 * and wherever the drop began.
 * @param matured Views that mature from where the current block began to then.
 * @param at Then, seconds after the posting.
 */
export function mostDropEvidence(
  state: EvidenceState,
  matured: number,
  at: number,
  terms: EvidenceTerms,
): number {
  const due = (terms.healthyLine * Math.max(0, matured)) / terms.dispersion;
  const weight = weightOf({ ...state, advancedAt: at }, terms);
  const logWeight = Math.log(weight);
  const most = state.logStarts.map(
    (logStart, index) => logSum(logStart, logWeight) + logRatio(index, 0, due),
  );
  return logMixture(most, state.massUsed + weight);
}

/**
 * Returns ln D, the evidence that the rate has dropped below the healthy line at some time since the posting: the mean
 * of R over the grid, and the mass of the starts that are still to come.
 */
function logMixture(logStarts: readonly number[], massUsed: number): number {
  const most = Math.max(...logStarts);
  const unused = Math.log1p(-massUsed);
  if (most === Number.NEGATIVE_INFINITY) return unused;
  let sum = 0;
  for (const logStart of logStarts) sum += Math.exp(logStart - most);
  return logSum(most + Math.log(sum / GRID.length), unused);
}

function weightOf(
  { massUsed, blockAt, advancedAt }: EvidenceState,
  { windowSeconds }: EvidenceTerms,
): number {
  const left = Math.max(0, windowSeconds - blockAt);
  const share = (advancedAt - blockAt) / (left + RESERVE * windowSeconds);
  return (1 - massUsed) * Math.min(1, Math.max(0, share));
}

function logRatio(index: number, came: number, due: number): number {
  const ratio = GRID[index] ?? 0;
  const logPower = came === 0 ? 0 : came * (LOG_GRID[index] ?? 0);
  return logPower + (1 - ratio) * due;
}

/** Returns ln(eᵃ + eᵇ). */
function logSum(a: number, b: number): number {
  const high = Math.max(a, b);
  if (high === Number.NEGATIVE_INFINITY) return high;
  return high + Math.log1p(Math.exp(Math.min(a, b) - high));
}
