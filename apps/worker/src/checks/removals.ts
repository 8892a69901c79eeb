import type { Removal, SourceClient, SourceFailure } from '@cull/sources';
import { BROKEN_ADAPTER, tooMany, usedUp } from './unasked';

/** More removals of one account don't wait in this process, but in their rows. */
const MAX_WAITING = 4;
/** Of a limited budget a worker spends at most so many between two passes, which is how far it may be overspent. */
const MAX_BETWEEN_PASSES = 10;

/** A removal that waits for its turn. */
interface Wanted {
  readonly postId: string;
  readonly wasRead: boolean;
  readonly resolve: (removal: Removal) => void;
}

/** The posts of an account that are to be taken down, and how many may be. */
export class Removals {
  readonly #waiting: Wanted[] = [];
  #left = MAX_BETWEEN_PASSES;
  #usedUpUntil: number | null = null;
  #underWay = 0;
  #made = 0;

  /**
   * Sets how many this worker may begin until the next pass.
   * @param part Its part of what is left in 24 hours; null where there is no limit.
   * @param usedUpUntil Where nothing is left at all: when it is again, epoch milliseconds.
   */
  allow(part: number | null, usedUpUntil: number | null): void {
    this.#usedUpUntil = usedUpUntil;
    const begun = this.#waiting.length + this.#underWay + this.#made;
    this.#left =
      part === null ? Number.POSITIVE_INFINITY : Math.min(MAX_BETWEEN_PASSES, Math.max(0, part - begun));
  }

  /** Puts one in the queue, or answers at once that it has to wait elsewhere. */
  add(postId: string, wasRead: boolean, now: number): Promise<Removal> {
    if (this.#usedUpUntil !== null && this.#usedUpUntil > now)
      return Promise.resolve({ ok: false, failure: usedUp(this.#usedUpUntil) });
    // A source that hangs must not hold up the steps of kills at others.
    if (this.#waiting.length >= MAX_WAITING || this.#left <= 0)
      return Promise.resolve({ ok: false, failure: tooMany(now) });
    this.#left -= 1;
    return new Promise((resolve) => {
      this.#waiting.push({ postId, wasRead, resolve });
    });
  }

  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Answers those who wait, so that they ask again later. */
  refuse(failure: SourceFailure): void {
    for (const { resolve } of this.#waiting.splice(0)) {
      this.#left += 1;
      resolve({ ok: false, failure });
    }
  }

  /** Makes the next one, and answers who waits for it. @returns Null where nobody does. */
  async next(client: SourceClient, timeoutMs: number): Promise<Removal | null> {
    const wanted = this.#waiting.shift();
    if (wanted === undefined) return null;
    const { postId, wasRead, resolve } = wanted;
    this.#underWay += 1;
    const removal = await client
      .remove(postId, { timeoutMs, wasRead })
      .catch((): Removal => ({ ok: false, failure: BROKEN_ADAPTER }));
    this.#underWay -= 1;
    if (removal.ok) this.#made += 1;
    else this.#left += 1;
    resolve(removal);
    return removal;
  }

  /** Gives how many were made since it was last asked. */
  takeMade(): number {
    const made = this.#made;
    this.#made = 0;
    return made;
  }
}
