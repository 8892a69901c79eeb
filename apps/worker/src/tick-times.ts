import type { TickFigures } from '@cull/db';

const KEPT_MS = 60_000;

interface TickTime {
  readonly endedAt: number;
  readonly lagMs: number;
  readonly tookMs: number;
}

/** How late the ticks of the last minute began, and how long they took. */
export class TickTimes {
  #ticks: readonly TickTime[] = [];

  /** @param tick Its end in epoch milliseconds, how late it began and how long it took in milliseconds. */
  note(tick: TickTime): void {
    this.#ticks = [...this.#within(tick.endedAt), tick];
  }

  /** @param now Epoch milliseconds. */
  summary(now: number): { ticks: number; lag: TickFigures | null; took: TickFigures | null } {
    const ticks = this.#within(now);
    return {
      ticks: ticks.length,
      lag: percentilesOf(ticks.map(({ lagMs }) => lagMs)),
      took: percentilesOf(ticks.map(({ tookMs }) => tookMs)),
    };
  }

  #within(now: number): readonly TickTime[] {
    return this.#ticks.filter(({ endedAt }) => now - endedAt < KEPT_MS);
  }
}

/** By the nearest rank. */
function percentilesOf(values: readonly number[]): TickFigures | null {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(share * sorted.length) - 1] ?? 0);
  return sorted.length === 0 ? null : { p50: at(0.5), p95: at(0.95), max: at(1) };
}
