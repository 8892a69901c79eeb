import type { SourceUsage } from './port';

/** Not every answer tells how much of a limit is used; what was told longer ago than this says little. */
const USAGE_HOLDS_MS = 5 * 60_000;

/** What one answer reported about the source's limits. */
export interface ToldUsage extends SourceUsage {
  /** Until when it holds, epoch milliseconds, where the source told that as well. */
  readonly until?: number;
}

/** Keeps what the newest answer reported about the source's limits. */
export interface UsageMemory {
  told(usage: ToldUsage): void;
  current(): SourceUsage;
}

/** @param now - Epoch milliseconds. */
export function createUsageMemory(now: () => number): UsageMemory {
  let last: { readonly usage: ToldUsage; readonly until: number } | null = null;
  return {
    told(usage) {
      const until = Math.min(now() + USAGE_HOLDS_MS, usage.until ?? Number.POSITIVE_INFINITY);
      last = { usage, until };
    },
    current() {
      if (last === null || now() >= last.until) return { usedPercent: null, callsPerDay: null };
      const { usedPercent, callsPerDay } = last.usage;
      return { usedPercent, callsPerDay };
    },
  };
}
