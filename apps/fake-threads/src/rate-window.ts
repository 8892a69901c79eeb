import { z } from 'zod';
import { createRollingCount, type RollingCount } from './rolling-count';

export const rateLimitSchema = z.strictObject({
  calls: z.int().min(1),
  windowSeconds: z.number().positive().max(86_400),
});
export type RateLimit = z.output<typeof rateLimitSchema>;

/** A limit of calls that all callers share, in a rolling window of time; off until one is set. */
export interface RateWindow {
  /** Starts to count from 0. Null switches it off. */
  setLimit(limit: RateLimit | null): void;
  /** Counts one call. Null: allowed; otherwise the whole seconds until one is allowed again. */
  take(): number | null;
  /** How much of the window's calls is used, percent; null without a limit. */
  usage(): number | null;
}

export function createRateWindow(now: () => number): RateWindow {
  let active: { readonly limit: RateLimit; readonly calls: RollingCount } | null = null;
  return {
    setLimit(limit) {
      active = limit && { limit, calls: createRollingCount(now, limit.windowSeconds * 1_000) };
    },
    take() {
      if (active === null) return null;
      const { limit, calls } = active;
      if (calls.used() >= limit.calls) return calls.secondsUntilBelow(limit.calls);
      calls.add();
      return null;
    },
    usage: () => active && Math.floor((100 * active.calls.used()) / active.limit.calls),
  };
}
