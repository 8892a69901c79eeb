const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/**
 * Until when an account is left alone that asked to slow down: an exponential back-off with jitter. Each delay is drawn from the upper
 * half of a span that doubles from a second to a minute, and is never shorter than what the source asked for.
 */
export class BackOff {
  #refusals = 0;
  #until = 0;
  readonly #random: () => number;

  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** Until when nothing may be sent, epoch milliseconds; null if something may. */
  blockedUntil(now: number): number | null {
    return now < this.#until ? this.#until : null;
  }

  /** When it last was, or will be, free again, epoch milliseconds; 0 where it was never blocked. */
  get freeAt(): number {
    return this.#until;
  }

  /** @param retryAt When the source said to come back; null where it did not say. */
  refused(retryAt: number | null, now: number): void {
    // Requests sent together are refused together: that is one refusal, not ten.
    if (this.blockedUntil(now) === null) {
      const span = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#refusals);
      this.#refusals += 1;
      this.#until = now + span * (0.5 + 0.5 * this.#random());
    }
    this.#until = Math.ceil(Math.max(this.#until, retryAt ?? 0));
  }

  served(now: number): void {
    // An answer to something sent before the refusal says nothing about now.
    if (this.blockedUntil(now) === null) this.#refusals = 0;
  }
}
