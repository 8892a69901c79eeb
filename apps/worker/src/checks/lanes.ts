/** How many requests of one account may be under way at once. */
export interface LaneOptions {
  /** Never more than this, at least 1. */
  readonly most: number;
  /** To begin with. */
  readonly first?: number;
}

const FIRST = 8;
/** What is left of the lanes after a failure, where a source gets slower, and where it does so at the end of the slow start. */
const AFTER_FAILURE = 0.7;
const AFTER_SLOWING = 0.9;
const AFTER_START = 0.5;
const DECREASE_EVERY_MS = 1_000;
/** Latencies of this many answers are compared with the best of earlier ones. */
const ANSWERS = 32;
/** Slower by more than this, and by more than this factor, means that the source is at its limit. */
const SLOWER_BY_MS = 100;
const SLOWER_FACTOR = 2.5;
/** In this time the best latency known doubles, for a source may have moved further away. */
const FORGOTTEN_IN_MS = 3_600_000;

/**
 * Finds how many requests a source takes at once: more while all lanes are in use and answers come as fast as before, fewer when
 * they fail or get slower (additive increase, multiplicative decrease; Jacobson 1988, with a slow start).
 */
export class Lanes {
  #limit: number;
  #most: number;
  #isStarting = true;
  #decreasedAt = Number.NEGATIVE_INFINITY;
  #latencies: number[] = [];
  #best = Number.POSITIVE_INFINITY;
  #comparedAt = 0;

  constructor({ most, first = FIRST }: LaneOptions) {
    this.#most = most;
    this.#limit = Math.min(first, most);
  }

  /** Whole lanes, at least 1. */
  get limit(): number {
    return Math.max(1, Math.floor(this.#limit));
  }

  /** Sets this worker's part of the account's lanes. */
  set most(most: number) {
    this.#most = Math.max(1, most);
    this.#limit = Math.min(this.#limit, this.#most);
  }

  /**
   * @param latencyMs From the request to its whole answer.
   * @param wasFull Whether all lanes were in use and more waited.
   */
  answered(latencyMs: number, wasFull: boolean, now: number): void {
    if (this.#isSlowing(latencyMs, now)) this.#decrease(this.#isStarting ? AFTER_START : AFTER_SLOWING, now);
    else if (wasFull)
      this.#limit = Math.min(this.#most, this.#limit + (this.#isStarting ? 1 : 1 / this.#limit));
  }

  /** A request failed in a way that fewer requests at once may help against. */
  failed(now: number): void {
    this.#decrease(AFTER_FAILURE, now);
  }

  #decrease(factor: number, now: number): void {
    // Requests that were under way together fail together: that is one sign and not ten.
    if (now - this.#decreasedAt < DECREASE_EVERY_MS) return;
    this.#decreasedAt = now;
    this.#isStarting = false;
    this.#limit = Math.max(1, this.#limit * factor);
  }

  /** By medians, since some answers of a healthy source take very long. */
  #isSlowing(latencyMs: number, now: number): boolean {
    this.#latencies.push(latencyMs);
    if (this.#latencies.length < ANSWERS) return false;
    const median = this.#latencies.toSorted((a, b) => a - b)[ANSWERS / 2] ?? latencyMs;
    this.#latencies = [];
    const isSlower = median > this.#best * SLOWER_FACTOR && median > this.#best + SLOWER_BY_MS;
    this.#best = Math.min(this.#best * 2 ** ((now - this.#comparedAt) / FORGOTTEN_IN_MS), median);
    this.#comparedAt = now;
    return isSlower;
  }
}
