import { isDeepStrictEqual } from 'node:util';
import { type Database, type LivePoint, readLivePoints } from '@cull/db';
import { Bell } from './bell';

/** The latest point of every session that anybody watches, read in one query for all viewers. */
export class PointBoard {
  readonly #bell = new Bell();
  readonly #watchers = new Map<string, number>();
  /** A point that has not changed is the same object as before. */
  readonly #points = new Map<string, LivePoint>();

  constructor(private readonly db: Database) {}

  /** Reads the watched sessions and wakes the viewers; called by the hub, one call at a time. */
  async refresh(): Promise<void> {
    const watched = [...this.#watchers.keys()];
    if (watched.length === 0) return;
    let isNews = false;
    for (const point of await readLivePoints(this.db.pool, watched)) {
      const { monitoringId } = point;
      if (!this.#watchers.has(monitoringId)) continue;
      if (isDeepStrictEqual(point, this.#points.get(monitoringId))) continue;
      this.#points.set(monitoringId, point);
      isNews = true;
    }
    if (isNews) this.#bell.ring();
  }

  /**
   * Gives the points that changed since the last frame, until the signal is aborted. A slow viewer gets fewer frames,
   * each with the latest.
   */
  async *follow(monitoringIds: readonly string[], signal: AbortSignal): AsyncGenerator<readonly LivePoint[]> {
    const ids = [...new Set(monitoringIds)];
    for (const id of ids) this.#watchers.set(id, (this.#watchers.get(id) ?? 0) + 1);
    const sent = new Map<string, LivePoint>();
    try {
      while (!signal.aborted) {
        const heard = this.#bell.rings;
        const changed: LivePoint[] = [];
        for (const id of ids) {
          const point = this.#points.get(id);
          if (point === undefined || sent.get(id) === point) continue;
          sent.set(id, point);
          changed.push(point);
        }
        if (changed.length > 0) yield changed;
        await this.#bell.next(signal, heard);
      }
    } finally {
      for (const id of ids) this.#release(id);
    }
  }

  #release(id: string): void {
    const left = (this.#watchers.get(id) ?? 1) - 1;
    if (left > 0) this.#watchers.set(id, left);
    else {
      this.#watchers.delete(id);
      this.#points.delete(id);
    }
  }
}
