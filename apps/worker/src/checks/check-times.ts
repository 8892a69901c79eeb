import type { PlannedCheck } from './check-queue';

/** How an account's checks went lately. */
export interface CheckTimesSummary {
  readonly checksPerSecond: number;
  /** Between two checks of the same variant, seconds; null before any two. */
  readonly intervalSeconds: { readonly p50: number; readonly p95: number } | null;
  /** How late checks begin after they are due, seconds; null without any. */
  readonly lateSeconds: { readonly p50: number; readonly p95: number } | null;
}

/** Summaries cover this time. */
const WINDOW_MS = 10_000;
const MAX_KEPT = 2_000;

interface Started {
  readonly at: number;
  readonly lateMs: number;
  /** Null for a variant's first check. */
  readonly intervalMs: number | null;
}

/** Keeps when checks were made, for the account's page and to tell when the engine falls behind. */
export class CheckTimes {
  #started: Started[] = [];
  #last = new Map<string, number>();
  #sweptAt = 0;

  started(checks: readonly PlannedCheck[], now: number): void {
    for (const { id, at, urgency } of checks) {
      // They are far apart, and wait for everything else.
      if (urgency === 'post_kill') continue;
      const before = this.#last.get(id);
      this.#started.push({
        at: now,
        lateMs: Math.max(0, now - at),
        intervalMs: before === undefined ? null : now - before,
      });
      this.#last.set(id, now);
    }
    if (this.#started.length > 2 * MAX_KEPT) this.#started = this.#started.slice(-MAX_KEPT);
    if (now - this.#sweptAt > 60_000) this.#sweep(now);
  }

  summary(now: number): CheckTimesSummary {
    const recent = this.#started.filter(({ at }) => now - at < WINDOW_MS);
    const oldest = recent[0]?.at ?? now;
    // Of more checks than are kept, those that are left span less than the window.
    const isCut = this.#started.length >= MAX_KEPT && recent.length === this.#started.length;
    const seconds = isCut ? Math.max(1, now - oldest) / 1000 : WINDOW_MS / 1000;
    return {
      checksPerSecond: recent.length / seconds,
      intervalSeconds: percentiles(recent.flatMap(({ intervalMs }) => intervalMs ?? [])),
      lateSeconds: percentiles(recent.map(({ lateMs }) => lateMs)),
    };
  }

  /** Forgets variants that are not checked any more. */
  #sweep(now: number): void {
    this.#sweptAt = now;
    for (const [id, at] of this.#last) if (now - at > 120_000) this.#last.delete(id);
  }
}

function percentiles(ms: readonly number[]): { p50: number; p95: number } | null {
  if (ms.length === 0) return null;
  const sorted = ms.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0) / 1000;
  return { p50: at(0.5), p95: at(0.95) };
}
