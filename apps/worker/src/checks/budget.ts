/** What is left of an account's calls, and how fast they are used. */
export interface CallBudget {
  /** In 24 hours; null where there is no limit known. */
  readonly limit: number | null;
  readonly used: number;
  /** Calls a second at the pace that the policies ask for, of all workers together. */
  readonly wantedPerSecond: number;
}

/** At full pace until what is left lasts no longer than this: a window, in which all that is live now ends. */
const RESERVE_SECONDS = 600;
/** Announced when this part is left. */
const LOW_SHARE = 0.2;
const MAX_STRETCH = 60;

/**
 * Returns how many times as long the gaps between checks have to be so that the calls last: 1 while there are enough.
 *
 * Near its end a budget is spent ever more slowly and never runs out all at once: what is left always lasts for another window.
 */
export function stretchOf({ limit, used, wantedPerSecond }: CallBudget): number {
  if (limit === null || wantedPerSecond === 0) return 1;
  const left = Math.max(0, limit - used);
  return Math.min(MAX_STRETCH, Math.max(1, (wantedPerSecond * RESERVE_SECONDS) / Math.max(1, left)));
}

/** Returns whether so little is left that people should know; false without a limit. */
export function isLow({ limit, used }: Pick<CallBudget, 'limit' | 'used'>): boolean {
  return limit !== null && limit - used <= LOW_SHARE * limit;
}
