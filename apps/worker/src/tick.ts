import { deadlineOf } from '@cull/core';
import { recordLaterSamples } from '@cull/db';
import { SHARD_COUNT } from '@cull/queue';
import pLimit from 'p-limit';
import type { WorkerContext } from './context';
import { type Findings, lookAt, noFindings, type Terms } from './look';
import { type Look, poll } from './poll';
import { act, record } from './record';
import type { HeldSession, ShardState } from './shard';
import { SourceWatch } from './source-watch';

/** A reading that the orchestrator pushed. */
export interface PushedSample {
  readonly monitoringId: string;
  readonly views: number;
  readonly interactions: number;
  readonly observedAt: number;
}

export interface Ticker {
  /** One round of a shard: sync, poll, evaluate, record, act. */
  tick(shard: number): Promise<void>;
  /** Takes pushed samples at once; without any, looks again at what is known (the policies have changed). */
  takeSamples(shard: number, samples: readonly PushedSample[]): Promise<void>;
}

const TIME_PASSES: Look = { reading: { kind: 'none' } };

export function createTicker(context: WorkerContext): Ticker {
  const { workerId, db, threads, policies, halts, surroundings, shards, metrics, now } = context;
  // Within a process, a shard's memory is changed by one at a time; between processes the database decides.
  const locks = Array.from({ length: SHARD_COUNT }, () => pLimit(1));
  const polling = new Set<number>();
  const sourceWatch = new SourceWatch();

  /** Runs alone on the shard. After a failure memory and database may differ, so the shard is read anew. */
  function alone<Result>(shard: number, work: () => Promise<Result>): Promise<Result> {
    const lock = locks[shard];
    if (lock === undefined)
      throw new RangeError(`shard is ${shard}, needs to be from 0 to ${SHARD_COUNT - 1}`);
    return lock(() =>
      work().catch((error: unknown) => {
        shards.forget(shard);
        throw error;
      }),
    );
  }

  async function sync(shard: number): Promise<ShardState> {
    const [state] = await Promise.all([
      shards.sync(db.pool, shard, workerId, now()),
      policies.refresh(db.pool),
      halts.refresh(db.pool, now()),
      surroundings.refresh(db.pool, now()),
    ]);
    return state;
  }

  const termsOf = ({ session }: HeldSession, at: number): Terms => {
    const policy = policies.resolve(session, at);
    const halt = halts.haltFor(session.personaId, at);
    return { policy, context: surroundings.contextOf(session, halt) };
  };

  /** The source may take its time: that is spent outside the lock, once a shard. */
  async function look(shard: number, state: ShardState): Promise<ReadonlyMap<string, Look>> {
    if (polling.has(shard)) return new Map();
    polling.add(shard);
    try {
      const at = now();
      const due = [...state.sessions.values()]
        .map(({ session }) => session)
        .filter(
          (session) =>
            session.source === 'threads' && at < deadlineOf(session, policies.resolve(session, at).values),
        );
      return await poll(due, threads, metrics);
    } finally {
      polling.delete(shard);
    }
  }

  async function conclude(state: ShardState, findings: Findings): Promise<void> {
    // The next sync brings them with their new terms, and with the hold that is on record.
    for (const monitoringId of await record(context, findings)) state.sessions.delete(monitoringId);
    const { held: heldKills, overtaken } = await act(context, findings);
    const heldBack = new Map(heldKills.map(({ monitoringId, hold }) => [monitoringId, hold]));
    for (const { session } of findings.endings) {
      // Its new terms come with the next sync; what was learned of its counters is known here alone.
      if (overtaken.has(session.monitoringId)) continue;
      const hold = heldBack.get(session.monitoringId);
      const held = state.sessions.get(session.monitoringId);
      if (hold === undefined) state.sessions.delete(session.monitoringId);
      else if (held !== undefined) held.progress = { ...held.progress, hold };
    }
    metrics.liveSessions.set({ shard: String(state.shard) }, state.sessions.size);
  }

  /**
   * Looks at each of the readings, in turn.
   * @returns The positions of those whose session's end was decided on a reading before them: they are to be taken
   *   once it is known whether that end was held back.
   */
  async function lookAtAll(
    state: ShardState,
    readings: readonly (readonly [monitoringId: string, look: Look])[],
  ): Promise<readonly number[]> {
    const findings = noFindings();
    const at = now();
    const ended = new Set<string>();
    const skipped: number[] = [];
    for (const [index, [monitoringId, taken]] of readings.entries()) {
      const held = state.sessions.get(monitoringId);
      if (held === undefined) continue;
      if (ended.has(monitoringId)) skipped.push(index);
      else if (!lookAt(held, taken, termsOf(held, at), at, findings, context)) ended.add(monitoringId);
    }
    await conclude(state, findings);
    return skipped;
  }

  return {
    async tick(shard) {
      const looks = await look(shard, await alone(shard, () => sync(shard)));
      await alone(shard, async () => {
        // While the source was asked, terms were changed, and the shard may have left this worker's memory.
        const state = await sync(shard);
        const findings = noFindings();
        const at = now();
        for (const [monitoringId, held] of state.sessions) {
          const taken = looks.get(monitoringId) ?? TIME_PASSES;
          lookAt(held, taken, termsOf(held, at), at, findings, context);
        }
        await conclude(state, findings);
        await sourceWatch.check(state, context);
      });
    },

    async takeSamples(shard, samples) {
      await alone(shard, async () => {
        const state = await sync(shard);
        if (samples.length === 0) await lookAtAll(state, anew(state));
        for (let waiting = inOrder(samples); waiting.length > 0; ) {
          const isLive = ({ monitoringId }: PushedSample) => state.sessions.has(monitoringId);
          await recordLaterSamples(
            db.pool,
            waiting.filter((sample) => !isLive(sample)),
          );
          const live = waiting.filter(isLive);
          const next = new Set(await lookAtAll(state, live.map(toLook)));
          waiting = live.filter((_, index) => next.has(index));
        }
      });
    },
  };
}

function inOrder(samples: readonly PushedSample[]): readonly PushedSample[] {
  return samples.toSorted((a, b) => a.observedAt - b.observedAt);
}

function toLook({ monitoringId, ...sample }: PushedSample): readonly [string, Look] {
  return [monitoringId, { reading: { kind: 'sample', sample } }];
}

function anew(state: ShardState): readonly (readonly [string, Look])[] {
  return [...state.sessions.keys()].map((monitoringId) => [monitoringId, TIME_PASSES]);
}
