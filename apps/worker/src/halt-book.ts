import { type Halt, type HaltedSession, haltFor } from '@cull/core';
import { type Queryable, readHalts } from '@cull/db';

/** Shards tick at nearly the same time: they share one reading. */
const KEPT_MS = 200;

/** The active halts, as of a moment ago; the transaction that kills asks again. */
export class HaltBook {
  #halts: readonly Halt[] = [];
  #readAt = Number.NEGATIVE_INFINITY;

  /** Asks the database, unless it was asked just now. */
  async refresh(db: Queryable, now: number): Promise<void> {
    if (now - this.#readAt < KEPT_MS) return;
    this.#readAt = now;
    this.#halts = await readHalts(db, now);
  }

  /** What has stopped the kills of a session; null where nothing has. */
  haltFor(session: HaltedSession, now: number): Halt | null {
    return this.#halts.length === 0 ? null : haltFor(this.#halts, session, now);
  }
}
