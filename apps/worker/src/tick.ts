import { performance } from 'node:perf_hooks';
import type { Reading } from '@cull/core';
import { type CheckGap, readShard, recordLaterSamples } from '@cull/db';
import type { SourceReading } from '@cull/sources';
import pLimit from 'p-limit';
import { readingOf } from './checks/reading-of';
import { ShardPlans } from './checks/shard-plans';
import type { WorkerContext } from './context';
import { evaluateSession, nothingPending, type Terms } from './evaluate-session';
import { applyEndings, record } from './record';
import { isNotHeld, NotHeldError, type ShardHold } from './shards/hold';
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
  /** One beat: sync, let time pass, write what checks have found since the last, and plan the checks that are not planned. */
  tick(): Promise<void>;
  /** Takes pushed samples at once; without any, evaluates again what is known (time has passed, or the policies changed). */
  takeSamples(samples: readonly PushedSample[]): Promise<void>;
  /** Writes what was read last and does nothing more; resolves when nothing is under way. Answers that still come are dropped. */
  close(): Promise<void>;
}

type ReadingOfSession = readonly [monitoringId: string, reading: Reading];

/** Shards that failed together don't read everything again together. */
const READ_AGAIN_WITHIN_MS = 1_000;

/** The memory of a held shard, and the work on it; a later hold on the same shard begins with a new one. */
export function createShardTicker(
  context: WorkerContext,
  hold: ShardHold,
  shortestCheckMs: number,
): ShardTicker {
  const { db, checks, accounts, policies, halts, surroundings, sourceWatch, metrics, log, now } = context;
  const { token } = hold;
  // The memory is changed by one at a time.
  const lock = pLimit(1);
  let known: ShardState | null = null;
  const report = new SiblingReport();
  let readAgainAt = Number.NEGATIVE_INFINITY;
  /** What memory holds and the database may not have. */
  let pending = nothingPending();
  /** Answers that wait to be evaluated together. */
  let answers: (readonly [monitoringId: string, answer: SourceReading, gap: CheckGap | null])[] = [];
  const plans = new ShardPlans({ checks, accounts, shortestMs: shortestCheckMs, onAnswer });
  let isClosed = false;

  function assertHeld(): void {
    if (isClosed || !hold.isHeld()) throw new NotHeldError(token);
  }

  /** Runs alone on the shard. Where it fails with something that was not written for sure, everything is read again. */
  function alone<Result>(work: () => Promise<Result>): Promise<Result> {
    return lock(async () => {
      assertHeld();
      try {
        return await work();
      } catch (error) {
        if (!isEmpty(pending)) {
          known = null;
          readAgainAt = performance.now() + Math.random() * READ_AGAIN_WITHIN_MS;
        }
        pending = nothingPending();
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
    const halt = halts.haltFor(session, at);
    return {
      policy,
      context: surroundings.contextOf(session, { halt, unreadablePolicy: policy.unreadable }),
    };
  };

  async function write(state: ShardState): Promise<void> {
    const at = now();
    const writes = pending;
    const siblings = report.due(state.sessions.values(), at);
    // The next sync brings them with their new terms, and with the hold that is on record.
    for (const monitoringId of await record(context, token, writes, siblings))
      state.sessions.delete(monitoringId);
    if (siblings !== null) report.written(siblings, at);
    const { held: heldKills, overtaken } = await applyEndings(context, token, writes);
    const heldBack = new Map(heldKills.map(({ monitoringId, hold }) => [monitoringId, hold]));
    for (const { session } of writes.endings) {
      // Its new terms come with the next sync; what was learned of its counters is known here alone.
      if (overtaken.has(session.monitoringId)) continue;
      const hold = heldBack.get(session.monitoringId);
      const held = state.sessions.get(session.monitoringId);
      if (hold === undefined) state.sessions.delete(session.monitoringId);
      else if (held !== undefined) held.progress = { ...held.progress, hold };
    }
    pending = nothingPending();
    if (isClosed) return;
    const shard = String(token.shard);
    const held = [...state.sessions.values()];
    metrics.liveSessions.set({ shard }, held.length);
    metrics.blindSessions.set({ shard }, held.filter(({ progress }) => progress.quality !== 'ok').length);
  }

  /**
   * Evaluates the readings, in turn.
   * @returns The positions of those whose session's end was decided on a reading before them: they are to be taken once it is
   *   known whether that end was held back.
   */
  function evaluateAll(state: ShardState, readings: readonly ReadingOfSession[]): readonly number[] {
    const at = now();
    const ended = new Set<string>();
    const skipped: number[] = [];
    for (const [index, [monitoringId, reading]] of readings.entries()) {
      const held = state.sessions.get(monitoringId);
      if (held === undefined) continue;
      if (ended.has(monitoringId)) skipped.push(index);
      else if (!evaluateSession(held, reading, termsOf(held, at), at, pending, context).goesOn)
        ended.add(monitoringId);
    }
    return skipped;
  }

  const takeAnswers = () => alone(async () => evaluateAnswers(known ?? (await sync())));

  /** Evaluates what has been answered so far. What ends a variant, or is to be told, is written at once; the rest with the beat. */
  async function evaluateAnswers(state: ShardState): Promise<void> {
    const taken = answers;
    answers = [];
    const at = now();
    for (const [monitoringId, answer, gap] of taken) {
      const held = state.sessions.get(monitoringId);
      if (held === undefined) continue;
      const terms = termsOf(held, at);
      // Where its end is decided and then held back, the next beat plans its checks again.
      held.plannedBy = null;
      held.gap = gap ?? held.gap;
      const before = held.progress.sample;
      const outcome = evaluateSession(held, readingOf(answer), terms, at, pending, context);
      // Those before the first reading may be older than a day, or counted with an earlier session of the post.
      const came = before === null ? 0 : (held.progress.sample ?? before).views - before.views;
      checks.countViews(held.session.accountId, came);
      if (outcome.goesOn) plans.next(held, answer, outcome, terms, at);
    }
    if (pending.endings.length + pending.holds.length + pending.events.length > 0) await write(state);
  }

  /** What was read last is no other worker's to read again. */
  async function writeLast(): Promise<void> {
    await alone(async () => {
      if (known === null) return;
      await evaluateAnswers(known);
      if (!isEmpty(pending)) await write(known);
    });
  }

  function onAnswer(monitoringId: string, answer: SourceReading, gap: CheckGap | null): void {
    metrics.sourceReadings.inc({ result: answer.ok ? 'ok' : answer.failure.code });
    if (isClosed) return;
    answers.push([monitoringId, answer, gap]);
    if (answers.length > 1) return;
    takeAnswers().catch((error: unknown) => {
      // They are lost, and the next beat plans the checks of its variants again.
      answers = [];
      for (const held of known?.sessions.values() ?? []) held.plannedBy = null;
      if (isNotHeld(error)) return;
      metrics.jobErrors.inc({ queue: 'checks' });
      log.error({ error, shard: token.shard }, 'readings could not be evaluated');
    });
  }

  return {
    async tick() {
      if (performance.now() < readAgainAt) return;
      await alone(async () => {
        const state = await sync();
        // First of all: at the end of a window they are its last readings.
        await evaluateAnswers(state);
        evaluateAll(state, unread(state));
        await write(state);
        plans.update(state.sessions, termsOf, now());
        if (!isClosed) await sourceWatch.check(token.shard, state.sessions.values(), context);
      });
    },

    takeSamples: (samples) =>
      alone(async () => {
        const state = await sync();
        if (samples.length === 0) {
          evaluateAll(state, unread(state));
          await write(state);
        }
        for (let waiting = inOrder(samples); waiting.length > 0; ) {
          const isLive = ({ monitoringId }: PushedSample) => state.sessions.has(monitoringId);
          await recordLaterSamples(
            db.pool,
            token,
            waiting.filter((sample) => !isLive(sample)),
          );
          const live = waiting.filter(isLive);
          const next = new Set(evaluateAll(state, live.map(asReading)));
          await write(state);
          waiting = live.filter((_, index) => next.has(index));
        }
      }),

    async close() {
      plans.close();
      await writeLast().catch((error: unknown) => {
        if (!isNotHeld(error)) log.warn({ error, shard: token.shard }, 'the last readings are lost');
      });
      isClosed = true;
      await lock(() => {});
    },
  };
}

function isEmpty({ records, snapshots, events, holds, endings }: ReturnType<typeof nothingPending>): boolean {
  return records.size + snapshots.length + events.length + holds.length + endings.length === 0;
}

function inOrder(samples: readonly PushedSample[]): readonly PushedSample[] {
  return samples.toSorted((a, b) => a.observedAt - b.observedAt);
}

function asReading({ monitoringId, ...sample }: PushedSample): ReadingOfSession {
  return [monitoringId, { kind: 'sample', sample }];
}

/** Time has passed for all of them. */
function unread(state: ShardState): readonly ReadingOfSession[] {
  return [...state.sessions].map(([monitoringId, { plannedBy, dueAt }]) => [
    monitoringId,
    plannedBy === null ? { kind: 'none' } : { kind: 'none', dueAt },
  ]);
}
