import { performance } from 'node:perf_hooks';
import { deadlineOf } from '@cull/core';
import { readShard, recordLaterSamples } from '@cull/db';
import pLimit from 'p-limit';
import type { WorkerContext } from './context';
import { type Findings, lookAt, noFindings, type Terms } from './look';
import { type Look, poll } from './poll';
import { act, record } from './record';
import { NotHeldError, type ShardHold } from './shards/hold';
import { SiblingReport } from './shards/sibling-report';
import { type HeldSession, type ShardState, withChanges } from './shards/state';

/** A reading that the orchestrator pushed. */
export interface PushedSample {
  readonly monitoringId: string;
  readonly views: number;
  readonly interactions: number;
  readonly observedAt: number;
}

/** What is done to one shard while it is held. All of it throws what `isNotHeld` knows once it no longer is. */
export interface ShardTicker {
  /** One round: sync, poll, evaluate, record, act. */
  tick(): Promise<void>;
  /** Whether a tick waits for the source. */
  isPolling(): boolean;
  /** Takes pushed samples at once; without any, evaluates again what is known (time has passed, or the policies changed). */
  takeSamples(samples: readonly PushedSample[]): Promise<void>;
  /** Does nothing more; resolves when nothing is under way but a poll, whose readings are dropped. */
  close(): Promise<void>;
}

const TIME_PASSES: Look = { reading: { kind: 'none' } };

/** Shards that failed together don't read everything again together. */
const READ_AGAIN_WITHIN_MS = 1_000;

/** The memory of a held shard, and the work on it; a later hold on the same shard begins with a new one. */
export function createShardTicker(context: WorkerContext, hold: ShardHold): ShardTicker {
  const { db, threads, policies, halts, surroundings, sourceWatch, metrics, now } = context;
  const { token } = hold;
  // The memory is changed by one at a time.
  const lock = pLimit(1);
  let known: ShardState | null = null;
  const report = new SiblingReport();
  let readAgainAt = Number.NEGATIVE_INFINITY;
  /** Whether memory holds what the database may not have. */
  let isAhead = false;
  let isPolling = false;
  let isClosed = false;

  function assertHeld(): void {
    if (isClosed || !hold.isHeld()) throw new NotHeldError(token);
  }

  /** Runs alone on the shard. Where it fails with findings that were not written for sure, everything is read again. */
  function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return lock(async () => {
      assertHeld();
      try {
        return await work();
      } catch (error) {
        if (isAhead) {
          known = null;
          readAgainAt = performance.now() + Math.random() * READ_AGAIN_WITHIN_MS;
        }
        isAhead = false;
        throw error;
      }
    });
  }

  async function sync(): Promise<ShardState> {
    const [changes] = await Promise.all([
      readShard(db.pool, token.shard, known?.cursor ?? null),
      policies.refresh(db.pool),
      halts.refresh(db.pool, now()),
      surroundings.refresh(db.pool, now()),
    ]);
    known = withChanges(known, changes);
    return known;
  }

  const termsOf = ({ session }: HeldSession, at: number): Terms => {
    const policy = policies.resolve(session, at);
    const halt = halts.haltFor(session.personaId, at);
    return { policy, context: surroundings.contextOf(session, halt) };
  };

  /** The source may take its time: that is spent outside the lock. */
  async function look(state: ShardState): Promise<ReadonlyMap<string, Look>> {
    isPolling = true;
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
      isPolling = false;
    }
  }

  async function conclude(state: ShardState, findings: Findings): Promise<void> {
    const at = now();
    const siblings = report.due(state.sessions.values(), at);
    // The next sync brings them with their new terms, and with the hold that is on record.
    for (const monitoringId of await record(context, token, findings, siblings))
      state.sessions.delete(monitoringId);
    if (siblings !== null) report.written(siblings, at);
    const { held: heldKills, overtaken } = await act(context, token, findings);
    const heldBack = new Map(heldKills.map(({ monitoringId, hold }) => [monitoringId, hold]));
    for (const { session } of findings.endings) {
      // Its new terms come with the next sync; what was learned of its counters is known here alone.
      if (overtaken.has(session.monitoringId)) continue;
      const hold = heldBack.get(session.monitoringId);
      const held = state.sessions.get(session.monitoringId);
      if (hold === undefined) state.sessions.delete(session.monitoringId);
      else if (held !== undefined) held.progress = { ...held.progress, hold };
    }
    isAhead = false;
    if (!isClosed) metrics.liveSessions.set({ shard: String(token.shard) }, state.sessions.size);
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
    isAhead = true;
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
    isPolling: () => isPolling,

    async tick() {
      if (performance.now() < readAgainAt) return;
      const looks = await look(await alone(sync));
      await alone(async () => {
        // While the source was asked, terms were changed, and what was known may have been dropped.
        const state = await sync();
        const findings = noFindings();
        const at = now();
        isAhead = true;
        for (const [monitoringId, held] of state.sessions) {
          const taken = looks.get(monitoringId) ?? TIME_PASSES;
          lookAt(held, taken, termsOf(held, at), at, findings, context);
        }
        await conclude(state, findings);
        if (!isClosed) await sourceWatch.check(token.shard, state.sessions.values(), context);
      });
    },

    takeSamples: (samples) =>
      alone(async () => {
        const state = await sync();
        if (samples.length === 0) await lookAtAll(state, anew(state));
        for (let waiting = inOrder(samples); waiting.length > 0; ) {
          const isLive = ({ monitoringId }: PushedSample) => state.sessions.has(monitoringId);
          await recordLaterSamples(
            db.pool,
            token,
            waiting.filter((sample) => !isLive(sample)),
          );
          const live = waiting.filter(isLive);
          const next = new Set(await lookAtAll(state, live.map(toLook)));
          waiting = live.filter((_, index) => next.has(index));
        }
      }),

    async close() {
      isClosed = true;
      await lock(() => {});
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
