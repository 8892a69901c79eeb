import type { Sample } from '../sample';
import { closeBlock, NO_STARTS } from './drops';
import { stillPending } from './maturity';
import type { EvidenceTerms } from './terms';

/**
 * What the evidence test keeps of a session: a dozen numbers, whatever the number of readings. It fits the session's
 * row, so a worker that takes over needs nothing else. Times are seconds after the posting. Replaced, never changed.
 */
export interface EvidenceState {
  /** n, at the last reading whose views had risen. */
  readonly views: number;
  /** Views that came while the source's reactions were frozen: they never count. */
  readonly skipped: number;
  /** s, all interactions that came: those that are taken back later did come. */
  readonly interactions: number;
  /** Interactions that the last believed reading showed. */
  readonly shown: number;
  /** P, views whose reaction is still to come by `evidence.reactionDelaySeconds`. */
  readonly pending: number;
  /** The same by `belowThreshold.reactionDelaySeconds`. */
  readonly literalPending: number;
  /** When the views last rose. */
  readonly advancedAt: number;
  /** Where the current block began. */
  readonly blockAt: number;
  readonly blockViews: number;
  readonly blockMatured: number;
  readonly blockInteractions: number;
  /** ln R for each ratio of the grid: the evidence of a drop, over every start so far. */
  readonly logStarts: readonly number[];
  /** The weight that the starts so far have used, 0 to 1. */
  readonly massUsed: number;
  /** ln D, worked out once a block. */
  readonly logDrop: number;
  /** C, the CUSUM of the kill ratio; 0 while nothing speaks for a drop. */
  readonly badness: number;
  /** When the CUSUM last was 0, and over the blocks since: interactions, and Σ min(Δn, Δm) of the views. */
  readonly badSince: number;
  readonly badInteractions: number;
  readonly badViews: number;
}

export const NO_EVIDENCE: EvidenceState = Object.freeze({
  views: 0,
  skipped: 0,
  interactions: 0,
  shown: 0,
  pending: 0,
  literalPending: 0,
  advancedAt: 0,
  blockAt: 0,
  blockViews: 0,
  blockMatured: 0,
  blockInteractions: 0,
  logStarts: NO_STARTS,
  massUsed: 0,
  logDrop: 0,
  badness: 0,
  badSince: 0,
  badInteractions: 0,
  badViews: 0,
});

/** Returns m, the views that have had time to bring their reactions. */
export function maturedViews({ views, skipped, pending }: EvidenceState): number {
  return views - skipped - pending;
}

/** Returns the views that have had time to bring their reactions by the literal rule's delay. */
export function literalMaturedViews({ views, skipped, literalPending }: EvidenceState): number {
  return views - skipped - literalPending;
}

/**
 * Takes in a believed reading.
 *
 * Only a reading whose views have risen advances the clock, over the time since the last such reading: counters that
 * are refreshed in steps, or a post that nobody sees any more, must not make reactions due.
 * @param at Seconds after the posting.
 */
export function advance(
  state: EvidenceState,
  { views, interactions }: Pick<Sample, 'views' | 'interactions'>,
  at: number,
  terms: EvidenceTerms,
): EvidenceState {
  const came = state.interactions + Math.max(0, interactions - state.shown);
  const newViews = views - state.views;
  if (newViews <= 0) {
    return interactions === state.shown ? state : { ...state, interactions: came, shown: interactions };
  }
  const seconds = at - state.advancedAt;
  // Spelled out: a spread of so many numbers costs more than all that is computed here.
  const advanced: EvidenceState = {
    views,
    skipped: state.skipped,
    interactions: came,
    shown: interactions,
    pending: stillPending(state.pending, newViews, seconds, terms.delaySeconds),
    literalPending: stillPending(state.literalPending, newViews, seconds, terms.literalDelaySeconds),
    advancedAt: Math.max(at, state.advancedAt),
    blockAt: state.blockAt,
    blockViews: state.blockViews,
    blockMatured: state.blockMatured,
    blockInteractions: state.blockInteractions,
    logStarts: state.logStarts,
    massUsed: state.massUsed,
    logDrop: state.logDrop,
    badness: state.badness,
    badSince: state.badSince,
    badInteractions: state.badInteractions,
    badViews: state.badViews,
  };
  return closeBlock(advanced, terms);
}

/**
 * Passes over a reading of a source whose reactions are frozen: its views make nothing due, now or later.
 * @param at Seconds after the posting.
 */
export function skip(
  state: EvidenceState,
  { views, interactions }: Pick<Sample, 'views' | 'interactions'>,
  at: number,
): EvidenceState {
  const newViews = Math.max(0, views - state.views);
  return {
    ...state,
    views: state.views + newViews,
    skipped: state.skipped + newViews,
    interactions: state.interactions + Math.max(0, interactions - state.shown),
    shown: interactions,
    advancedAt: Math.max(at, state.advancedAt),
    blockViews: state.blockViews + newViews,
  };
}

/**
 * Takes in that there were fewer views than a source had shown: as large a part of them has matured as of those that were shown, so
 * views that never were make nothing due, and what they said about a drop is forgotten.
 */
export function correct(
  state: EvidenceState,
  { views, interactions }: Pick<Sample, 'views' | 'interactions'>,
): EvidenceState {
  const part = state.views > views ? views / state.views : 1;
  const skipped = part * state.skipped;
  const matured = part * maturedViews(state);
  return {
    ...state,
    views,
    skipped,
    interactions: state.interactions + Math.max(0, interactions - state.shown),
    shown: interactions,
    pending: part * state.pending,
    literalPending: part * state.literalPending,
    blockAt: state.advancedAt,
    blockViews: views,
    blockMatured: matured,
    blockInteractions: state.interactions,
    logStarts: NO_STARTS,
    logDrop: 0,
    badness: 0,
    badSince: state.advancedAt,
    badInteractions: 0,
    badViews: 0,
  };
}
