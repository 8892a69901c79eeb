import { z } from 'zod';

export const rateLimitSchema = z.strictObject({
  calls: z.int().min(1),
  windowSeconds: z.number().positive().max(86_400),
});
export type RateLimit = z.output<typeof rateLimitSchema>;

/** A limit of calls in fixed windows of time, as the Graph API has; off until one is set. */
export interface RateWindow {
  /** Null switches it off. */
  setLimit(limit: RateLimit | null): void;
  /** Counts one call. Null: allowed; otherwise the whole seconds until the window ends. */
  take(): number | null;
  /** How much of the window's calls is used, in per cent; null without a limit. */
  usage(): number | null;
}

export function createRateWindow(now: () => number): RateWindow {
  let limit: RateLimit | null = null;
  let startedAt = 0;
  let used = 0;
  const beginWindow = () => {
    startedAt = now();
    used = 0;
  };
  return {
    setLimit(next) {
      limit = next;
      beginWindow();
    },
    take() {
      if (limit === null) return null;
      const windowMs = limit.windowSeconds * 1_000;
      if (now() - startedAt >= windowMs) beginWindow();
      used += 1;
      return used <= limit.calls ? null : Math.ceil((startedAt + windowMs - now()) / 1_000);
    },
    usage: () => limit && Math.floor((100 * used) / limit.calls),
  };
}
