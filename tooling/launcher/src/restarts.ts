const FIRST_PAUSE_MS = 1_000;
const MAX_RESTARTS = 5;
/** A part that ran this long was well: what it died of then is counted from the beginning. */
const WELL_AFTER_MS = 60_000;

/** How often a part was started again without having been well since, and how long to wait before the next time. */
export interface Restart {
  readonly count: number;
  readonly pauseMs: number;
}

/**
 * Decides whether a part that ended by itself is started again: up to five times, after 1, 2, 4, 8 and 16 s.
 * @param count How often it was, without having been well since.
 * @param livedMs How long it ran this time, in milliseconds.
 * @returns Null when it has to be given up.
 */
export function nextRestart(count: number, livedMs: number): Restart | null {
  const before = livedMs >= WELL_AFTER_MS ? 0 : count;
  return before >= MAX_RESTARTS ? null : { count: before + 1, pauseMs: FIRST_PAUSE_MS * 2 ** before };
}
