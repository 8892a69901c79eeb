import type { Halt } from '@cull/core';
import { type Database, type Overview, readHalts, readOverview } from '@cull/db';
import { Bell } from './bell';

/** Whoever comes within this time after a reading is shown that one. */
const FRESH_MS = 1_000;

/** What the strip shows. */
export interface Figures {
  readonly at: number;
  readonly overview: Overview;
  /** What stops kills by rules. */
  readonly halts: readonly Halt[];
}

/** The strip's figures, worked out once for all viewers, and only while there are any. */
export class OverviewBoard {
  readonly #bell = new Bell();
  #viewers = 0;
  #latest: Figures | undefined;
  #reading: Promise<Figures> | undefined;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {}

  /** Works the figures out and wakes the viewers; called by the hub, one call at a time. */
  async refresh(): Promise<void> {
    if (this.#viewers === 0) return;
    this.#latest = await this.#read();
    this.#bell.ring();
  }

  /** Gives the figures now and whenever they were worked out again, until the signal is aborted. */
  async *follow(signal: AbortSignal): AsyncGenerator<Figures> {
    this.#viewers += 1;
    try {
      let heard = this.#bell.rings;
      yield await this.#current();
      while (!signal.aborted) {
        await this.#bell.next(signal, heard);
        heard = this.#bell.rings;
        if (this.#latest !== undefined && !signal.aborted) yield this.#latest;
      }
    } finally {
      this.#viewers -= 1;
    }
  }

  /** A browser opens its stream anew whenever other variants come on screen: that must not cost a reading each time. */
  async #current(): Promise<Figures> {
    const latest = this.#latest;
    if (latest !== undefined && this.now() - latest.at < FRESH_MS) return latest;
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    this.#latest = await this.#reading;
    return this.#latest;
  }

  async #read(): Promise<Figures> {
    const at = this.now();
    const [overview, halts] = await Promise.all([
      readOverview(this.db.pool, at),
      readHalts(this.db.pool, at),
    ]);
    return { at, overview, halts };
  }
}
