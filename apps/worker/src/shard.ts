import { type InteractionSteps, NO_INTERACTION_STEPS, type Progress, type Session } from '@cull/core';
import { type ChangeCursor, claimShard, type LiveSession, type Queryable, readShard } from '@cull/db';
import { LRUCache } from 'lru-cache';

/** A live session in a worker's memory. */
export interface HeldSession {
  readonly session: Session;
  progress: Progress;
  /** Whether its interactions arrive in steps: of this worker's own checks, since it says something about the source. */
  steps: InteractionSteps;
  /** As the database has it, so that only what changed is written. */
  stored: { readonly progress: Progress; readonly deadlineAt: number };
}

export interface ShardState {
  readonly shard: number;
  readonly sessions: Map<string, HeldSession>;
  readonly cursor: ChangeCursor;
}

/** Sessions that one worker keeps in memory; beyond it the shards used least recently are read anew at their tick. */
const MAX_HELD_SESSIONS = 100_000;

/** The shards that this worker has ticked, and their live sessions. */
export class ShardCache {
  readonly #states = new LRUCache<number, ShardState>({
    maxSize: MAX_HELD_SESSIONS,
    sizeCalculation: ({ sessions }) => sessions.size + 1,
  });

  /**
   * Brings a shard up to date: reads only what changed, or everything where another worker has been there since.
   * @param now Epoch milliseconds.
   */
  async sync(db: Queryable, shard: number, workerId: string, now: number): Promise<ShardState> {
    const { changedHands } = await claimShard(db, shard, workerId, now);
    const held = changedHands ? undefined : this.#states.get(shard);
    const { live, endedIds, isWhole, cursor } = await readShard(db, shard, held?.cursor ?? null);
    const sessions = isWhole || held === undefined ? new Map<string, HeldSession>() : held.sessions;
    for (const id of endedIds) sessions.delete(id);
    for (const read of live) hold(sessions, read);
    const state: ShardState = { shard, sessions, cursor };
    this.#states.set(shard, state);
    return state;
  }

  /** Forgets a shard whose memory may differ from the database; its next tick reads everything. */
  forget(shard: number): void {
    this.#states.delete(shard);
  }
}

/**
 * A session that is held already is read again for what others may have changed: its terms, and a hold that a person has
 * answered. What was learned of its counters since is newer here.
 */
function hold(sessions: Map<string, HeldSession>, { session, progress, deadlineAt }: LiveSession): void {
  const held = sessions.get(session.monitoringId);
  const stored = { progress, deadlineAt };
  const isAnswered = (progress.hold?.since ?? 0) > (held?.progress.hold?.since ?? 0);
  const known =
    held === undefined || !isAnswered ? held?.progress : { ...held.progress, hold: progress.hold };
  const steps = held?.steps ?? NO_INTERACTION_STEPS;
  sessions.set(session.monitoringId, { session, progress: known ?? progress, steps, stored });
}
