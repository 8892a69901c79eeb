const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** From one attempt to the next: ten in about sixteen hours, the length of a receiver's bad night. */
const PAUSES_MS = [
  5 * SECOND,
  30 * SECOND,
  2 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  4 * HOUR,
  8 * HOUR,
] as const;

/** Part of a pause that is left to chance, so that what failed together does not come back together. */
const JITTER = 0.2;

/** A receiver may ask for a longer pause than ours, but not to be forgotten. */
const LONGEST_WISH_MS = HOUR;

/**
 * How long to wait before the next attempt.
 * @param attempts How many have been made.
 * @param wishMs What the receiver asked for.
 * @param random From 0 to 1.
 * @returns Milliseconds; null where it is given up.
 */
export function pauseAfter(attempts: number, wishMs: number | null, random: number): number | null {
  const pause = PAUSES_MS[attempts - 1];
  if (pause === undefined) return null;
  return Math.max(pause * (1 + JITTER * random), Math.min(wishMs ?? 0, LONGEST_WISH_MS));
}

/** A channel that nothing has arrived at for so long is disabled. */
export const DISABLED_AFTER_MS = 24 * HOUR;
