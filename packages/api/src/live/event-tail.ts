import { type Database, type LoggedEvent, readEvents, readNewestEvents } from '@cull/db';
import { Bell } from './bell';

/** Viewers who follow closely are served from memory. */
const KEPT_EVENTS = 2_000;
const PAGE = 500;

/**
 * The end of the event log, read once for all viewers. Anyone who is further behind reads the log itself until it has
 * caught up, so that nothing is passed over and nothing comes twice.
 */
export class EventTail {
  readonly #bell = new Bell();
  #events: LoggedEvent[] = [];
  /** Everything up to here has been read; what is older than the first kept event is in the log alone. */
  #cursor: string | null = null;

  constructor(private readonly db: Database) {}

  /** Reads what is new and wakes the viewers; called by the hub, one call at a time. */
  async refresh(): Promise<void> {
    this.#cursor ??= (await readNewestEvents(this.db.pool, 1)).cursor;
    for (;;) {
      const events = await readEvents(this.db.pool, this.#cursor, PAGE);
      if (events.length === 0) return;
      this.#events = [...this.#events, ...events].slice(-KEPT_EVENTS);
      this.#cursor = events.at(-1)?.cursor ?? this.#cursor;
      this.#bell.ring();
    }
  }

  /** Follows the log behind a cursor until the signal is aborted. */
  async *follow(after: string, signal: AbortSignal): AsyncGenerator<LoggedEvent> {
    let cursor = after;
    while (!signal.aborted) {
      // Before reading, so that a ring in the meantime is not missed.
      const heard = this.#bell.rings;
      const events = this.#kept(cursor) ?? (await readEvents(this.db.pool, cursor, PAGE));
      for (const event of events) {
        if (signal.aborted) return;
        yield event;
        cursor = event.cursor;
      }
      if (events.length === 0) await this.#bell.next(signal, heard);
    }
  }

  /** What comes next behind the cursor, where memory reaches back to it. */
  #kept(cursor: string): readonly LoggedEvent[] | undefined {
    if (cursor === this.#cursor) return [];
    // Most viewers are close to the end.
    const position = this.#events.findLastIndex((event) => event.cursor === cursor);
    return position === -1 ? undefined : this.#events.slice(position + 1, position + 1 + PAGE);
  }
}
