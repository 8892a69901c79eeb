import type { Policy } from './policy';
import type { ViewsAt } from './sample';

/**
 * Views at an earlier moment: those of the last sample at or before it. Views only grow, so that this is never too
 * many; held against later interactions it can only speak for the variant.
 * @param history Oldest first.
 * @param instant Epoch milliseconds.
 * @returns Null where the history does not reach back that far.
 */
export function viewsAt(history: readonly ViewsAt[], instant: number): number | null {
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const entry = history[index];
    if (entry !== undefined && entry.observedAt <= instant) return entry.views;
  }
  return null;
}

/** The history with a sample added, and without what no rule of the policy will ask for any more. */
export function remember(history: readonly ViewsAt[], sample: ViewsAt, policy: Policy): readonly ViewsAt[] {
  const reach = historySeconds(policy) * 1000;
  if (reach === 0) return NO_HISTORY;
  const oldest = sample.observedAt - reach;
  // The last sample before the reach is still needed: it says how many views there were at its beginning.
  let from = 0;
  while (from + 1 < history.length && (history[from + 1]?.observedAt ?? 0) <= oldest) from += 1;
  return [...history.slice(from), { observedAt: sample.observedAt, views: sample.views }];
}

/** How far back the policy's rules look. */
function historySeconds({ belowThreshold, evidence }: Policy): number {
  return Math.max(
    belowThreshold.enabled ? belowThreshold.reactionLagSeconds : 0,
    evidence.enabled ? evidence.reactionLagSeconds : 0,
  );
}

export const NO_HISTORY: readonly ViewsAt[] = Object.freeze([]);
