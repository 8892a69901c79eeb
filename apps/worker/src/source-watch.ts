import { isSourceSick, isTroubled } from '@cull/core';
import { ENGINE, startHalt } from '@cull/db';
import type { WorkerContext } from './context';
import type { HeldSession } from './shards/state';

/** The breaker lets go by itself once the source has been sound for this long. */
const BREAKER_MS = 30_000;
/** While the source is sick, the breaker's end is moved on this often. */
const RENEWED_EVERY_MS = 5_000;

/** Watches the counters of all sessions that a worker holds, and trips the breaker when most of them are false. */
export class SourceWatch {
  readonly #shards = new Map<number, { readonly watched: number; readonly troubled: number }>();
  #trippedAt = Number.NEGATIVE_INFINITY;

  /** Counts a shard again. @returns How many sessions are watched and troubled in all shards. */
  count(
    shard: number,
    sessions: Iterable<Pick<HeldSession, 'progress'>>,
  ): { watched: number; troubled: number } {
    let watched = 0;
    let troubled = 0;
    for (const { progress } of sessions) {
      watched += 1;
      if (isTroubled(progress.quality)) troubled += 1;
    }
    this.#shards.set(shard, { watched, troubled });
    const total = { watched: 0, troubled: 0 };
    for (const counts of this.#shards.values()) {
      total.watched += counts.watched;
      total.troubled += counts.troubled;
    }
    return total;
  }

  /** Leaves out a shard that another worker counts now. */
  forget(shard: number): void {
    this.#shards.delete(shard);
  }

  /** Counts a shard after its tick, and halts all kills where the source has become sick. */
  async check(
    shard: number,
    sessions: Iterable<HeldSession>,
    { db, notifier, log, now }: WorkerContext,
  ): Promise<void> {
    const { watched, troubled } = this.count(shard, sessions);
    const at = now();
    if (!isSourceSick(watched, troubled) || at - this.#trippedAt < RENEWED_EVERY_MS) return;
    this.#trippedAt = at;
    const reason = `the source gives false counters for ${troubled} of ${watched} variants`;
    const halt = { kind: 'breaker', personaId: null, reason, actor: ENGINE } as const;
    const isNew = await startHalt(db.pool, { ...halt, since: at, until: at + BREAKER_MS });
    if (!isNew) return;
    log.error({ watched, troubled }, 'breaker tripped: the source misbehaves');
    notifier.publish({ kind: 'events' });
  }
}
