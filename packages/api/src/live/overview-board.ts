import { type Database, type Overview, readOverview } from '@cull/db';
import { Bell } from './bell';

/** The strip's figures, worked out once for all viewers, and only while there are any. */
export class OverviewBoard {
  readonly #bell = new Bell();
  #viewers = 0;
  #latest: { readonly at: number; readonly overview: Overview } | undefined;

  constructor(
    private readonly db: Database,
    private readonly now: () => number,
  ) {}

  /** Works the figures out and wakes the viewers; called by the hub, one call at a time. */
  async refresh(): Promise<void> {
    if (this.#viewers === 0) return;
    const at = this.now();
    this.#latest = { at, overview: await readOverview(this.db.pool, at) };
    this.#bell.ring();
  }

  /** Gives the figures now and whenever they were worked out again, until the signal is aborted. */
  async *follow(signal: AbortSignal): AsyncGenerator<{ readonly at: number; readonly overview: Overview }> {
    this.#viewers += 1;
    try {
      const at = this.now();
      yield { at, overview: await readOverview(this.db.pool, at) };
      while (!signal.aborted) {
        await this.#bell.next(signal);
        if (this.#latest !== undefined && !signal.aborted) yield this.#latest;
      }
    } finally {
      this.#viewers -= 1;
    }
  }
}
