import { evaluate, NO_PROGRESS, type Policy, type Progress, type Session } from '@cull/core';
import type { Counters } from '@cull/core/testing';

/** When a simulated variant was killed. */
export interface Kill {
  /** From the post on. */
  readonly seconds: number;
  readonly views: number;
}

/**
 * Shows the same counters to the live path's own `evaluate`, once under each policy, until all have killed.
 * @param expectedEngagementRate As the engine is told, (0, 1].
 * @param lookEveryMs Between two counters; the first comes so long after the post.
 * @returns For each policy the kill, or null where the variant lived.
 */
export function watch(
  counters: Iterable<Counters>,
  expectedEngagementRate: number,
  policies: readonly Policy[],
  lookEveryMs = 1000,
): readonly (Kill | null)[] {
  const session = simulatedSession(expectedEngagementRate);
  const watched = policies.map((policy): Watched => ({ policy, progress: NO_PROGRESS, kill: null }));
  let observedAt = 0;
  let living = watched.length;
  for (const { views, interactions } of counters) {
    observedAt += lookEveryMs;
    const reading = { kind: 'sample', sample: { views, interactions, observedAt } } as const;
    for (const entry of watched) {
      if (entry.kill !== null) continue;
      const { ending, progress } = evaluate(session, entry.progress, reading, entry.policy, observedAt);
      entry.progress = progress;
      if (ending?.outcome !== 'killed') continue;
      entry.kill = { seconds: observedAt / 1000, views };
      living -= 1;
    }
    if (living === 0) break;
  }
  return watched.map(({ kill }) => kill);
}

interface Watched {
  readonly policy: Policy;
  progress: Progress;
  kill: Kill | null;
}

/** Posted at instant 0. */
function simulatedSession(expectedEngagementRate: number): Session {
  return {
    monitoringId: 'simulated',
    variantId: 'simulated',
    personaId: 'simulated',
    campaignId: null,
    postId: 'simulated',
    source: 'push',
    expectedEngagementRate,
    startedAt: 0,
    extendedSeconds: 0,
    isProtected: false,
  };
}
