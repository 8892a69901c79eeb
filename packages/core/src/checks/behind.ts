import { formatSpan } from '../format';

/**
 * Why variants are checked less often than planned: calls that have to last, a limit that the source asked for, all request lanes
 * in use, slow answers, or Cull's own processes.
 */
export const BEHIND_CAUSES = ['calls_budget', 'rate_limit', 'lanes', 'latency', 'engine'] as const;
export type BehindCause = (typeof BEHIND_CAUSES)[number];

/** How often variants are checked against how often they should be: mean seconds between two checks, and what makes the difference. */
export interface CheckPace {
  readonly wantedSeconds: number;
  readonly achievedSeconds: number;
  readonly cause: BehindCause;
}

/** Falling behind begins at this factor and difference; being behind ends below the smaller ones. */
const BEGINS = { factor: 1.5, seconds: 1 };
const LASTS = { factor: 1.25, seconds: 0.5 };

/**
 * Returns whether checks come so much less often than wanted that people should know.
 * @param wasBehind Whether they did before: it takes more to fall behind than to stay there.
 */
export function isBehind(
  { wantedSeconds, achievedSeconds }: Pick<CheckPace, 'wantedSeconds' | 'achievedSeconds'>,
  wasBehind: boolean,
): boolean {
  const { factor, seconds } = wasBehind ? LASTS : BEGINS;
  return achievedSeconds >= wantedSeconds * factor && achievedSeconds - wantedSeconds >= seconds;
}

const CAUSES: Readonly<Record<BehindCause, string>> = {
  calls_budget: 'call budget',
  rate_limit: 'rate limit of the source',
  lanes: 'all request lanes are in use',
  latency: 'slow answers of the source',
  engine: 'Cull itself is slow',
};

/** Returns how often variants are checked, and why: `every 4 s instead of 1 s: call budget`. */
export function behindWords({ wantedSeconds, achievedSeconds, cause }: CheckPace): string {
  return `every ${formatSpan(achievedSeconds)} instead of ${formatSpan(wantedSeconds)}: ${CAUSES[cause]}`;
}

/** Readings are written this seldom while nothing changes. */
const WRITTEN_EVERY_MS = 5_000;

/** The last checks of a live variant; milliseconds and epoch milliseconds. */
export interface LastChecks {
  /** Between the last two, and as it was planned. */
  readonly gapMs: number | null;
  readonly wantedMs: number | null;
  /** When the last was made; null before the first. */
  readonly checkedAt: number | null;
}

/**
 * Returns how often one variant is checked, where its account is behind and so is the variant; null where it is checked as planned.
 * @param cause Why its account is behind; null while it is not.
 */
export function lateChecks(
  { gapMs, wantedMs, checkedAt }: LastChecks,
  cause: BehindCause | null,
  now: number,
): CheckPace | null {
  if (cause === null || gapMs === null || wantedMs === null) return null;
  // A check that doesn't come at all is late as well.
  const openMs = checkedAt === null ? 0 : now - checkedAt - WRITTEN_EVERY_MS;
  const pace = { wantedSeconds: wantedMs / 1000, achievedSeconds: Math.max(gapMs, openMs) / 1000, cause };
  return isBehind(pace, true) ? pace : null;
}
