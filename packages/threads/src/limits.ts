/** The one back-off of a client: a source that says "slow down" means all of its callers. */
export interface BackOff {
  /** Until when nothing may be sent, epoch milliseconds; null if something may. */
  blockedUntil(): number | null;
  /**
   * Notes that the source asked to slow down.
   *
   * @param retryAfterMs - What the source asked for; null if it did not say.
   * @returns When to try again, epoch milliseconds.
   */
  slowDown(retryAfterMs: number | null): number;
  /** Notes an answer that was served. */
  served(): void;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 60_000;

/**
 * Exponential back-off with jitter: each delay is drawn from the upper half of a span that doubles from one second to
 * a minute, and is never shorter than what the source asked for.
 */
export function createBackOff({ now, random }: { now: () => number; random: () => number }): BackOff {
  let refusals = 0;
  let until = 0;
  const isBlocked = () => now() < until;
  return {
    blockedUntil: () => (isBlocked() ? until : null),
    slowDown(retryAfterMs) {
      const asked = now() + (retryAfterMs ?? 0);
      // Requests sent together are refused together: that is one refusal, not ten.
      if (!isBlocked()) {
        const span = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** refusals);
        refusals += 1;
        until = now() + span * (0.5 + 0.5 * random());
      }
      until = Math.ceil(Math.max(until, asked));
      return until;
    },
    served() {
      // An answer to something sent before the refusal says nothing about now.
      if (!isBlocked()) refusals = 0;
    },
  };
}
