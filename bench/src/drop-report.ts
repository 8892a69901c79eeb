import { type Summary, summarize } from './percentiles';

/** A variant whose audience stopped engaging, and what became of it. Instants in epoch milliseconds. */
export interface DroppedVariant {
  readonly droppedAt: number;
  /** When its kill was decided; null where it wasn't killed. */
  readonly decidedAt: number | null;
  /** When all its kill steps were done. */
  readonly completedAt: number | null;
  readonly reason: string | null;
}

/** How long kills took after the drop. */
export interface DropSummary {
  /** Killed while the audience still engaged as expected. */
  readonly killedBefore: number;
  /** Live when their audience dropped. */
  readonly live: number;
  /** Of `live`, those with all kill steps done in time. */
  readonly killed: number;
  /** Kills in time by their reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Milliseconds from the drop to all steps done, over all of `live`: Infinity for one that wasn't killed in time. */
  readonly afterDrop: Summary;
}

/**
 * Summarizes how long after its drop each variant was killed.
 *
 * Every variant gets the same time, and one that survives it counts as slower than all others, so that a policy that
 * kills only the easy ones doesn't look fast.
 *
 * @param withinMs Time after its drop in which a variant has to be killed with all steps done.
 */
export function summarizeDrops(variants: readonly DroppedVariant[], withinMs: number): DropSummary {
  const live = variants.filter(({ decidedAt, droppedAt }) => decidedAt === null || decidedAt >= droppedAt);
  const reasons = new Map<string, number>();
  const durations = live.map(({ droppedAt, completedAt, reason }) => {
    const tookMs = (completedAt ?? Number.POSITIVE_INFINITY) - droppedAt;
    if (tookMs > withinMs) return Number.POSITIVE_INFINITY;
    const name = reason ?? 'none';
    reasons.set(name, (reasons.get(name) ?? 0) + 1);
    return tookMs;
  });
  return {
    killedBefore: variants.length - live.length,
    live: live.length,
    killed: durations.filter(Number.isFinite).length,
    reasons,
    afterDrop: summarize(durations),
  };
}

/** Cells of one table line in the order of {@link DROP_COLUMNS}: seconds, – where too few were killed in time. */
export function dropCells({ live, killed, killedBefore, reasons, afterDrop }: DropSummary): string[] {
  const { p50, p90, p99, max } = afterDrop;
  const share = live === 0 ? '–' : `${((100 * killed) / live).toFixed(1)}%`;
  const times = [p50, p90, p99, max].map((ms) => (Number.isFinite(ms) ? (ms / 1_000).toFixed(1) : '–'));
  const names = [...reasons].map(([reason, count]) => `${reason} ${count}`);
  return [String(killedBefore), String(live), share, ...times, names.join(', ') || '–'];
}

export const DROP_COLUMNS = [
  'killed before',
  'live at drop',
  'killed',
  'p50',
  'p90',
  'p99',
  'max',
  'reasons',
];
