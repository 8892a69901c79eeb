import type { CheckContext, Session } from '@cull/core';
import { contextOf, NO_SURROUNDINGS, type Queryable, readSurroundings, type Surroundings } from '@cull/db';

/** Shards check at nearly the same time: they share one reading. */
const KEPT_MS = 1_000;

/** What holds around the live variants, as of a moment ago. */
export class SurroundingsCache {
  #surroundings: Surroundings = NO_SURROUNDINGS;
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  /** Asks the database, unless it was asked just now; who comes while it is being asked waits for the answer. */
  refresh(db: Queryable, now: number): Promise<void> {
    if (this.#reading === null && now - this.#readAt < KEPT_MS) return Promise.resolve();
    this.#reading ??= readSurroundings(db, now)
      .then((surroundings) => {
        this.#surroundings = surroundings;
        this.#readAt = now;
      })
      .finally(() => {
        this.#reading = null;
      });
    return this.#reading;
  }

  /** Returns what holds around one variant. */
  contextOf(session: Session, held: Pick<CheckContext, 'halt' | 'unreadablePolicy'>): CheckContext {
    return contextOf(this.#surroundings, session, held);
  }
}
