import type { Estimate, Halt } from '@cull/core';
import { type Database, type Overview, readHalts, readOverview, readSpareGroup } from '@cull/db';
import { avoidedFigures, sparedFigures } from '../insights/spared';
import { type Kept, kept } from '../kept';
import { Bell } from './bell';

/** Anyone who comes within this time after a reading is shown that one. */
const FRESH_MS = 1_000;

const DAY_MS = 86_400_000;
/** A day alone has too few spared variants to measure by. */
const SPARED_DAYS = 7;
/** The spare group grows slowly, and is read from the records of all kills. */
const AVOIDED_KEPT_MS = 10_000;

/** What the strip shows. */
export interface Figures {
  readonly at: number;
  readonly overview: Overview;
  /** Views that the automatic kills of the last 24 hours avoided, measured on the spared; null while it is not known. */
  readonly viewsAvoided: Estimate | null;
  /** What stops automatic kills. */
  readonly halts: readonly Halt[];
}

/** The strip's figures, worked out once for all viewers, and only while there are any. */
export class OverviewBoard {
  readonly #bell = new Bell();
  #viewers = 0;
  #latest: Figures | undefined;
  #reading: Promise<Figures> | undefined;

  readonly #avoided: Kept<Estimate | null>;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {
    this.#avoided = kept(AVOIDED_KEPT_MS, now, () => readViewsAvoided(db, now()));
  }

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

  /** A browser opens its stream again whenever other variants come on screen: that must not cost a reading each time. */
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
    const [overview, viewsAvoided, halts] = await Promise.all([
      readOverview(this.db.pool, at),
      this.#avoided.read(),
      readHalts(this.db.pool, at),
    ]);
    return { at, overview, viewsAvoided, halts };
  }
}

async function readViewsAvoided({ pool }: Database, now: number): Promise<Estimate | null> {
  const period = { sparedSince: now - SPARED_DAYS * DAY_MS, killsSince: now - DAY_MS };
  const group = await readSpareGroup(pool, period);
  return avoidedFigures(sparedFigures(group, () => true)).viewsAvoided;
}
