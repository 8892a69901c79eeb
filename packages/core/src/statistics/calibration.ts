import { studentQuantile } from './student';

/** What a variant was expected to be, and what it came to. */
export interface CalibrationInput {
  /** Expected engagement rate, (0, 1]. */
  readonly expectedEngagementRate: number;
  readonly views: number;
  readonly interactions: number;
}

/** How the expected engagement rates of a group of variants stand to what they came to. */
export interface Calibration {
  readonly sessions: number;
  readonly views: number;
  readonly interactions: number;
  /** Weighted by views; null without views, as is the realised one. */
  readonly expectedRate: number | null;
  readonly realisedRate: number | null;
  /** Realised over expected, with its 95 % interval; null where too little is known. */
  readonly factor: { readonly value: number; readonly low: number; readonly high: number } | null;
  /** What to multiply expected rates by; null where they may be right as they are. */
  readonly suggestedFactor: number | null;
}

/** Fewer sessions than this say little of the next one. */
const MIN_SESSIONS = 5;

/**
 * Compares expected with realised engagement rates over sessions that ran to their end.
 *
 * The factor is the ratio of sums, Σ interactions / Σ expected × views. Its interval comes from the delete-one jackknife on
 * the logarithm of the ratio (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 11) with Student's t,
 * so that sessions are the unit: variants of one persona differ more than chance in their views would have them differ.
 * Sessions without views are counted nowhere.
 */
export function calibrate(inputs: Iterable<CalibrationInput>): Calibration {
  const sessions = [...inputs].filter(({ views }) => views > 0);
  const views = sum(sessions.map((session) => session.views));
  const interactions = sum(sessions.map((session) => session.interactions));
  const expected = sum(sessions.map(expectedInteractions));
  const factor = factorOf(sessions, interactions, expected);
  const mayBeRight = factor === null || (factor.low <= 1 && factor.high >= 1);
  return {
    sessions: sessions.length,
    views,
    interactions,
    expectedRate: views === 0 ? null : expected / views,
    realisedRate: views === 0 ? null : interactions / views,
    factor,
    suggestedFactor: mayBeRight ? null : factor.value,
  };
}

function factorOf(
  sessions: readonly CalibrationInput[],
  interactions: number,
  expected: number,
): Calibration['factor'] {
  const count = sessions.length;
  if (count < MIN_SESSIONS || interactions === 0) return null;
  const without = sessions.map((session) =>
    Math.log((interactions - session.interactions) / (expected - expectedInteractions(session))),
  );
  const mean = sum(without) / count;
  const error = Math.sqrt(((count - 1) / count) * sum(without.map((value) => (value - mean) ** 2)));
  // All interactions in one session: the others say nothing.
  if (!Number.isFinite(error)) return null;
  const value = interactions / expected;
  const spread = Math.exp(studentQuantile(0.975, count - 1) * error);
  return { value, low: value / spread, high: value * spread };
}

function expectedInteractions({ expectedEngagementRate, views }: CalibrationInput): number {
  return expectedEngagementRate * views;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
