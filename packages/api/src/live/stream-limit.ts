import { TRPCError } from '@trpc/server';
import type { Actor } from '../access/access';

/** So many live streams one caller may have open: a program, and a person with all their tabs. */
const MOST_OF_A_KEY = 50;
const MOST_OF_A_PERSON = 20;

/** Counts the open streams of each caller, so that one of them cannot take the process for itself. */
export class StreamLimit {
  readonly #open = new Map<string, number>();

  /**
   * Counts a stream in.
   * @throws TOO_MANY_REQUESTS where the caller has as many as they may.
   */
  enter({ name }: Actor): void {
    const open = this.#open.get(name) ?? 0;
    const most = name.startsWith('user:') ? MOST_OF_A_PERSON : MOST_OF_A_KEY;
    if (open >= most) {
      const message = `${name} has ${open} live streams open, the maximum: close one before opening another`;
      throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message });
    }
    this.#open.set(name, open + 1);
  }

  /** Counts a stream out that was counted in. */
  leave({ name }: Actor): void {
    const left = (this.#open.get(name) ?? 1) - 1;
    if (left > 0) this.#open.set(name, left);
    else this.#open.delete(name);
  }
}
