import { type CheckUrgency, planCheck, type Session } from '@cull/core';
import type { CheckGap } from '@cull/db';
import type { SourceReading } from '@cull/sources';
import type { AccountWatch } from '../account-watch';
import type { Outcome, Terms } from '../evaluate-session';
import type { HeldSession } from '../shards/state';
import type { PlannedCheck } from './check-queue';
import type { CheckScheduler } from './check-scheduler';
import { pauseAfter } from './failure-pause';

export interface ShardPlansOptions {
  readonly checks: Pick<CheckScheduler, 'plan' | 'hasten' | 'cancel'>;
  readonly accounts: Pick<AccountWatch, 'planned' | 'forget' | 'likelyGainers'>;
  /** The shortest time between two checks of a variant. */
  readonly shortestMs: number;
  readonly onAnswer: (monitoringId: string, answer: SourceReading, gap: CheckGap | null) => void;
}

/** A check that is this late may have been lost: it is planned again, in place of itself where it only waits. */
const LOST_AFTER_MS = 60_000;

/** The planned checks of a shard's variants. */
export class ShardPlans {
  readonly #options: ShardPlansOptions;
  /** By id, the sessions that have a check planned or under way. */
  readonly #planned = new Map<string, Session>();
  #isClosed = false;

  constructor(options: ShardPlansOptions) {
    this.#options = options;
  }

  /** Plans the check after an answer that was evaluated. */
  next(held: HeldSession, answer: SourceReading, outcome: Outcome, terms: Terms, now: number): void {
    const { checks, accounts } = this.#options;
    held.failures = answer.ok ? 0 : held.failures + 1;
    if (answer.ok) held.refusals = outcome.wasRefused ? held.refusals + 1 : 0;
    if (outcome.waitsToKill) for (const id of accounts.likelyGainers(held.session, now)) checks.hasten(id);
    if (answer.ok) this.#planByPolicy(held, terms, now);
    else this.#plan(held, terms, now + pauseAfter(answer.failure, held.failures, now), held.urgency, now);
  }

  /** Plans checks of what came or whose policy changed, and cancels those of what is gone. */
  update(
    sessions: ReadonlyMap<string, HeldSession>,
    termsOf: (held: HeldSession, now: number) => Terms,
    now: number,
  ): void {
    for (const held of sessions.values()) {
      if (held.session.source === 'push') continue;
      const terms = termsOf(held, now);
      if (held.plannedBy === terms.policy.version && now < held.dueAt + LOST_AFTER_MS) continue;
      // What is new, or was taken over, is checked soon, and not all of it at once.
      if (held.pace === null)
        this.#plan(held, terms, now + Math.random() * this.#options.shortestMs, 'first', now);
      else this.#planByPolicy(held, terms, now);
    }
    for (const session of this.#planned.values())
      if (!sessions.has(session.monitoringId)) this.#forget(session);
  }

  /** Plans nothing more. */
  close(): void {
    this.#isClosed = true;
    for (const session of this.#planned.values()) this.#forget(session);
  }

  #forget(session: Session): void {
    const { monitoringId } = session;
    this.#options.checks.cancel(monitoringId);
    this.#options.accounts.forget(session);
    this.#planned.delete(monitoringId);
  }

  #planByPolicy(held: HeldSession, terms: Terms, now: number): void {
    const { session, progress, pace, refusals } = held;
    const planTerms = { shortestMs: this.#options.shortestMs, pace, refusals };
    const next = planCheck(session, progress, terms.policy.values, planTerms, now, terms.context);
    this.#plan(held, terms, next.at, next.urgency, now);
  }

  #plan(held: HeldSession, { policy }: Terms, at: number, urgency: CheckUrgency, now: number): void {
    // The shard's next holder may be in this process.
    if (this.#isClosed) return;
    held.urgency = urgency;
    const { monitoringId, accountId, postId } = held.session;
    const onReading: PlannedCheck['onReading'] = (answer, gap = null) =>
      this.#options.onAnswer(monitoringId, answer, gap);
    const check = { id: monitoringId, postId, at, urgency, onReading };
    const dueAt = this.#options.checks.plan(accountId, check);
    held.dueAt = Math.max(dueAt ?? at, now);
    // Where the account isn't known yet, the next beat tries again.
    held.plannedBy = dueAt === null ? null : policy.version;
    if (dueAt === null) return;
    this.#planned.set(monitoringId, held.session);
    this.#options.accounts.planned(held.session, held.dueAt);
  }
}
