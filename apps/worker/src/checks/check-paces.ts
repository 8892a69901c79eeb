import type { BehindCause, CheckPace } from '@cull/core';
import type { CheckGap } from '@cull/db';
import type { PlannedCheck } from './check-queue';

/** How often an account's variants are checked against their plans. */
export interface CheckPacesSummary {
  /** Null where no check says anything. */
  readonly pace: CheckPace | null;
  /** Checks a second that are planned, whether they are made or not. */
  readonly wantedPerSecond: number;
}

/** What a check waits for while it is late. */
export type WaitsFor = Extract<BehindCause, 'rate_limit' | 'lanes' | 'engine'>;

/** Summaries cover this time. */
const WINDOW_MS = 10_000;
const MAX_KEPT = 2_000;
/** A check that waits is late only after this long: those on time are counted when they are answered. */
const LATE_AFTER_MS = 2_000;

/** The next check of a variant; epoch milliseconds. */
interface Awaited {
  /** When the check before was answered, or the first one was planned. */
  readonly since: number;
  /** When it was wanted; null until it is planned. */
  readonly wantedAt: number | null;
  /** For how long the budget puts it off, milliseconds. */
  readonly putOffMs: number;
}

/** The time between two checks, and what made it longer than planned; milliseconds. */
interface Gap extends CheckGap {
  readonly at: number;
  readonly parts: Readonly<Partial<Record<BehindCause, number>>>;
}

/** Compares the gaps between checks, answer to answer, with those that were planned. */
export class CheckPaces {
  #gaps: Gap[] = [];
  /** By variant. Killed variants are not in it: they are read seldom, and wait for everything else. */
  readonly #awaited = new Map<string, Awaited>();
  #wantedPerSecond = 0;

  /** @param at When the check is due as the budget allows; `check.at` is when it is wanted. */
  planned(check: PlannedCheck, at: number, now: number): void {
    if (check.urgency === 'post_kill') return;
    const before = this.#awaited.get(check.id);
    // Planned again while it is late, it is as late as before.
    if (before?.wantedAt != null && before.wantedAt <= now) return;
    const since = before?.since ?? now;
    this.#awaited.set(check.id, { since, wantedAt: check.at, putOffMs: at - check.at });
  }

  /** Begins again with all that is awaited: nobody wanted checks until now. */
  restart(now: number): void {
    for (const [id, { wantedAt }] of this.#awaited)
      this.#awaited.set(id, { since: now, wantedAt: wantedAt === null ? null : now, putOffMs: 0 });
  }

  cancelled(id: string): void {
    this.#awaited.delete(id);
  }

  /**
   * Counts a check that was answered.
   * @param waitedFor What it has waited for, where it began late.
   * @returns The gap that it ended; null for killed variants.
   */
  answered({ id }: PlannedCheck, startedAt: number, now: number, waitedFor: WaitsFor): CheckGap | null {
    const awaited = this.#awaited.get(id);
    if (awaited === undefined) return null;
    this.#awaited.set(id, { since: now, wantedAt: null, putOffMs: 0 });
    if (awaited.wantedAt === null) return null;
    const gap = gapOf(awaited, awaited.wantedAt, startedAt, now, waitedFor);
    this.#gaps.push(gap);
    if (this.#gaps.length > 2 * MAX_KEPT) this.#gaps = this.#gaps.slice(-MAX_KEPT);
    return gap;
  }

  /** @param waitsFor What checks that are late wait for: they count with the time until now. */
  summary(waitsFor: WaitsFor, now: number): CheckPacesSummary {
    this.#gaps = this.#gaps.filter(({ at }) => now - at < WINDOW_MS);
    // While nothing is answered, as much is wanted as before.
    if (this.#gaps.length > 0) this.#wantedPerSecond = wantedPerSecond(this.#gaps, now);
    if (this.#awaited.size === 0) this.#wantedPerSecond = 0;
    const late = [...this.#awaited.values()].flatMap((awaited) => {
      const { wantedAt } = awaited;
      const isLate = wantedAt !== null && now - wantedAt >= LATE_AFTER_MS;
      return isLate ? [gapOf(awaited, wantedAt, now, now, waitsFor)] : [];
    });
    return { pace: paceOf([...this.#gaps, ...late]), wantedPerSecond: this.#wantedPerSecond };
  }
}

function gapOf(
  { since, putOffMs }: Awaited,
  wantedAt: number,
  startedAt: number,
  now: number,
  waitedFor: WaitsFor,
): Gap {
  const lateMs = Math.max(0, startedAt - wantedAt);
  const byBudget = Math.min(lateMs, putOffMs);
  return {
    at: now,
    achievedMs: Math.round(now - since),
    wantedMs: Math.round(Math.max(0, wantedAt - since)),
    parts: { calls_budget: byBudget, [waitedFor]: lateMs - byBudget, latency: now - startedAt },
  };
}

function sumsOf(gaps: readonly Gap[]): { achieved: number; wanted: number } {
  let [achieved, wanted] = [0, 0];
  for (const { achievedMs, wantedMs } of gaps) {
    achieved += achievedMs;
    wanted += wantedMs;
  }
  return { achieved, wanted };
}

/** Checks that come later than planned were wanted more often than they were made. */
function wantedPerSecond(gaps: readonly Gap[], now: number): number {
  const seconds = Math.max(1_000, now - (gaps[0]?.at ?? now)) / 1000;
  const { achieved, wanted } = sumsOf(gaps);
  return (Math.max(1, achieved / Math.max(1, wanted)) * gaps.length) / seconds;
}

function paceOf(gaps: readonly Gap[]): CheckPace | null {
  if (gaps.length === 0) return null;
  const { achieved, wanted } = sumsOf(gaps);
  const mean = (sum: number) => sum / gaps.length / 1000;
  return { achievedSeconds: mean(achieved), wantedSeconds: mean(wanted), cause: mainCause(gaps) };
}

function mainCause(gaps: readonly Gap[]): BehindCause {
  const part = (cause: BehindCause) => gaps.reduce((sum, { parts }) => sum + (parts[cause] ?? 0), 0);
  const causes = ['calls_budget', 'rate_limit', 'lanes', 'engine', 'latency'] as const;
  return causes.reduce((most, cause) => (part(cause) > part(most) ? cause : most));
}
