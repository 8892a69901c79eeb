import { DEFAULT_ACCOUNT, isSourceSick, isTroubled, PUSH_SOURCE, sourceOf } from '@cull/core';
import { ENGINE, readAccount, startHalt } from '@cull/db';
import type { WorkerContext } from './context';
import type { HeldSession } from './shards/state';

/** The circuit breaker resets by itself once the source has been sound for this long. */
const BREAKER_MS = 30_000;
/** While the source is sick, the circuit breaker's end is moved on this often. */
const RENEWED_EVERY_MS = 5_000;

/** The live sessions of a source, and those of them whose counters are false. */
interface Counts {
  watched: number;
  troubled: number;
}

/**
 * Watches the counters of all sessions that a worker holds, source by source, and trips the circuit breaker of a source when most of
 * its own are false. What one source gives says nothing of the others.
 */
export class SourceWatch {
  readonly #shards = new Map<number, ReadonlyMap<string, Counts>>();
  readonly #trippedAt = new Map<string, number>();

  /** Counts a shard again. @returns The sums over all shards, by source. */
  count(
    shard: number,
    sessions: Iterable<Pick<HeldSession, 'progress' | 'session'>>,
  ): ReadonlyMap<string, Readonly<Counts>> {
    const counts = new Map<string, Counts>();
    for (const { progress, session } of sessions)
      add(counts, sourceOf(session), { watched: 1, troubled: isTroubled(progress.quality) ? 1 : 0 });
    this.#shards.set(shard, counts);
    const total = new Map<string, Counts>();
    for (const ofShard of this.#shards.values())
      for (const [source, ofSource] of ofShard) add(total, source, ofSource);
    return total;
  }

  /** Leaves out a shard that another worker counts now. */
  forget(shard: number): void {
    this.#shards.delete(shard);
  }

  /** Counts a shard after its tick, and halts the kills of each source that has become sick. */
  async check(shard: number, sessions: Iterable<HeldSession>, context: WorkerContext): Promise<void> {
    for (const [source, { watched, troubled }] of this.count(shard, sessions)) {
      const at = context.now();
      const trippedAt = this.#trippedAt.get(source) ?? Number.NEGATIVE_INFINITY;
      if (!isSourceSick(watched, troubled) || at - trippedAt < RENEWED_EVERY_MS) continue;
      this.#trippedAt.set(source, at);
      await trip(source, `for ${troubled} of ${watched} variants`, at, context);
    }
  }
}

async function trip(
  source: string,
  howMany: string,
  at: number,
  { db, notifier, log }: WorkerContext,
): Promise<void> {
  const reason = `${await nameOf(source, db)} false counters ${howMany}`;
  const halt = { kind: 'breaker', personaId: null, source, reason, actor: ENGINE } as const;
  const isNew = await startHalt(db.pool, { ...halt, since: at, until: at + BREAKER_MS });
  if (!isNew) return;
  log.error({ source, reason }, 'breaker tripped: a source misbehaves');
  notifier.publish({ kind: 'events' });
}

/** The source as people know it, with what it does. */
async function nameOf(source: string, { pool }: WorkerContext['db']): Promise<string> {
  if (source === PUSH_SOURCE) return 'pushed samples have';
  if (source === DEFAULT_ACCOUNT) return 'the account default gives';
  return `the account ${(await readAccount(pool, source))?.name ?? source} gives`;
}

function add(counts: Map<string, Counts>, source: string, { watched, troubled }: Counts): void {
  const known = counts.get(source) ?? { watched: 0, troubled: 0 };
  counts.set(source, { watched: known.watched + watched, troubled: known.troubled + troubled });
}
