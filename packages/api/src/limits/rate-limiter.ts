import { LRUCache } from 'lru-cache';

const MINUTE_MS = 60_000;
/** Beyond this many callers, the one that has been quiet longest is forgotten and starts again. */
const MAX_CALLERS = 10_000;

/** Says who calls too often. */
export interface RateLimiter {
  /** @returns For how many milliseconds the caller has to wait before a next call; 0 for one who need not. */
  wait(caller: string): number;
  /**
   * Counts calls. Those that are refused are not counted, so that waiting helps.
   * @returns 0 where they are within the limit, else for how many milliseconds to wait before trying again.
   */
  take(caller: string, calls: number): number;
}

/**
 * A leaky bucket for each caller: a window's worth at once, then one by one as it drains.
 * @param most What a caller may do in a window; more calls than that in one batch count as that many.
 * @param now Epoch milliseconds.
 * @param windowMs A minute, where it is left out.
 */
export function createRateLimiter(most: number, now: () => number, windowMs = MINUTE_MS): RateLimiter {
  const callMs = windowMs / most;
  /** When each caller's bucket will be empty again, in epoch milliseconds. */
  const emptyAt = new LRUCache<string, number>({ max: MAX_CALLERS });

  function after(
    caller: string,
    calls: number,
    at: number,
  ): { readonly empty: number; readonly wait: number } {
    const known = emptyAt.get(caller) ?? at;
    // No bucket holds more than a window's worth: where one seems to, the clock was set back.
    const from = known > at + windowMs ? at : Math.max(known, at);
    const empty = from + Math.min(calls, most) * callMs;
    return { empty, wait: Math.max(0, Math.ceil(empty - at - windowMs)) };
  }

  return {
    wait: (caller) => after(caller, 1, now()).wait,
    take: (caller, calls) => {
      const { empty, wait } = after(caller, calls, now());
      if (wait === 0) emptyAt.set(caller, empty);
      return wait;
    },
  };
}
