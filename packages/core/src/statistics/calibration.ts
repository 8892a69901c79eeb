import type { Estimate } from './estimate';
import { studentQuantile } from './student';

/** What a variant was expected to reach, and what it had reached when its window had passed in full. */
export interface CalibrationInput {
  /** Expected engagement rate, (0, 1]. */
  readonly expectedEngagementRate: number;
  /** At the end of the window; of a killed variant, by a post-kill reading. */
  readonly views: number;
  readonly interactions: number;
  /** `killed_unfollowed`: killed, without a reading from the end of its window. Its counters aren't used. */
  readonly outcome: 'survived' | 'killed_followed' | 'killed_unfollowed';
}

/** How the expected engagement rates of a group of variants compare with what they reached. */
export interface Calibration {
  /** Sessions that the rates and the factor rest on: survivors and killed variants that were followed. */
  readonly sessions: number;
  readonly survivors: number;
  readonly killedFollowed: number;
  readonly killedUnfollowed: number;
  /** Whether killed variants are missing, so that the rates may be too high. */
  readonly isCensored: boolean;
  readonly views: number;
  readonly interactions: number;
  /** Weighted by views; null without views, and so is the realized one. */
  readonly expectedRate: number | null;
  readonly realisedRate: number | null;
  /** Realized over expected; null where too little is known. */
  readonly factor: Estimate | null;
  /** What to multiply expected rates by, from 0.5 to 1.5; null where `suggestionWaitsFor` has a reason. */
  readonly suggestedFactor: number | null;
  /** Why there is no suggestion, in words; null where there is one. */
  readonly suggestionWaitsFor: string | null;
}

/** Fewer sessions than this say little about the next one. */
const MIN_SESSIONS = 5;
const MIN_SESSIONS_TO_SUGGEST = 20;
const MIN_SURVIVORS_TO_SUGGEST = 3;
/** One suggestion moves a threshold by no more than half. */
const MIN_SUGGESTED = 0.5;
const MAX_SUGGESTED = 1.5;

/**
 * Compares expected with realized engagement rates over sessions whose window has passed in full, killed or not.
 *
 * Pass every such session, and none whose window is still running: killed variants are known sooner than survivors, so a
 * group of young sessions holds mostly losers.
 *
 * The factor is the ratio of sums, Σ interactions / Σ expected × views. Its interval comes from the delete-one jackknife on
 * the logarithm of the ratio (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11) with Student's t.
 * Sessions are the unit, because variants of one persona differ by more than chance. Sessions without views count nowhere.
 *
 * The suggestion is the factor, shrunk toward 1 on the log scale by its uncertainty: f^(1 − se² / ln² f), the estimator of
 * James and Stein (1961) for one coordinate. Where the interval of the factor contains 1 there is no suggestion, so the
 * exponent is always positive.
 */
export function calibrate(inputs: Iterable<CalibrationInput>): Calibration {
  const all = [...inputs];
  const usable = all.filter(({ views, outcome }) => views > 0 && outcome !== 'killed_unfollowed');
  const killedUnfollowed = all.filter(({ outcome }) => outcome === 'killed_unfollowed').length;
  const survivors = usable.filter(({ outcome }) => outcome === 'survived').length;
  const views = sum(usable.map((session) => session.views));
  const interactions = sum(usable.map((session) => session.interactions));
  const expected = sum(usable.map(expectedInteractions));
  const logFactor = logFactorOf(usable, interactions, expected);
  const factor = logFactor === null ? null : intervalOf(logFactor, interactions / expected);
  const waitsFor = suggestionWaitsFor(usable, survivors, factor);
  return {
    sessions: usable.length,
    survivors,
    killedFollowed: usable.length - survivors,
    killedUnfollowed,
    isCensored: killedUnfollowed > 0,
    views,
    interactions,
    expectedRate: views === 0 ? null : expected / views,
    realisedRate: views === 0 ? null : interactions / views,
    factor,
    suggestedFactor: waitsFor === null && logFactor !== null ? suggested(logFactor) : null,
    suggestionWaitsFor: waitsFor,
  };
}

/** ln f with its standard error. */
interface LogFactor {
  readonly value: number;
  readonly error: number;
  readonly degrees: number;
}

function logFactorOf(
  sessions: readonly CalibrationInput[],
  interactions: number,
  expected: number,
): LogFactor | null {
  const count = sessions.length;
  if (count < MIN_SESSIONS || interactions === 0) return null;
  const without = sessions.map((session) =>
    Math.log((interactions - session.interactions) / (expected - expectedInteractions(session))),
  );
  const mean = sum(without) / count;
  const error = Math.sqrt(((count - 1) / count) * sum(without.map((value) => (value - mean) ** 2)));
  // All interactions in one session: the others say nothing.
  if (!Number.isFinite(error)) return null;
  return { value: Math.log(interactions / expected), error, degrees: count - 1 };
}

function intervalOf({ error, degrees }: LogFactor, value: number): Estimate {
  const spread = Math.exp(studentQuantile(0.975, degrees) * error);
  return { value, low: value / spread, high: value * spread };
}

function suggestionWaitsFor(
  usable: readonly CalibrationInput[],
  survivors: number,
  factor: Estimate | null,
): string | null {
  if (usable.length < MIN_SESSIONS_TO_SUGGEST)
    return `needs ${MIN_SESSIONS_TO_SUGGEST} sessions that ran their full window; ${usable.length} so far`;
  if (survivors < MIN_SURVIVORS_TO_SUGGEST)
    return `needs ${MIN_SURVIVORS_TO_SUGGEST} variants that were not killed; ${survivors} so far`;
  if (factor === null) {
    const engaged = usable.filter(({ interactions }) => interactions > 0).length;
    return `needs 2 sessions with interactions; ${engaged} so far`;
  }
  return factor.low <= 1 && factor.high >= 1 ? 'the estimate is within its uncertainty of 1' : null;
}

function suggested({ value, error }: LogFactor): number {
  const shrunk = Math.exp(value * (1 - (error / value) ** 2));
  return Math.min(MAX_SUGGESTED, Math.max(MIN_SUGGESTED, shrunk));
}

function expectedInteractions({ expectedEngagementRate, views }: CalibrationInput): number {
  return expectedEngagementRate * views;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
