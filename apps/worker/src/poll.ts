import type { Reading, Session } from '@cull/core';
import type { InsightsResult, ThreadsClient, ThreadsFailure } from '@cull/threads';
import type { Metrics } from './metrics';

/** What one look at the source brought for each session asked. */
export interface Look {
  readonly reading: Reading;
}

/** Asks the source for the counters of all sessions at once. */
export async function poll(
  sessions: readonly Session[],
  threads: ThreadsClient,
  metrics: Metrics,
): Promise<ReadonlyMap<string, Look>> {
  const results = await threads.readInsights(sessions.map(({ postId }) => postId));
  const looks = new Map<string, Look>();
  for (const [index, { monitoringId }] of sessions.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    metrics.sourceReadings.inc({ result: result.ok ? 'ok' : result.failure.code });
    looks.set(monitoringId, toLook(result));
  }
  return looks;
}

function toLook(result: InsightsResult): Look {
  if (!result.ok) return { reading: readingOf(result.failure) };
  const { views, interactions, observedAt } = result;
  return { reading: { kind: 'sample', sample: { views, interactions, observedAt } } };
}

function readingOf(failure: ThreadsFailure): Reading {
  switch (failure.code) {
    // Slowing down is not a fault of the counters: they go stale by themselves if it lasts.
    case 'rate_limited':
      return { kind: 'none' };
    case 'token_invalid':
    case 'post_gone':
      return { kind: 'trouble', trouble: failure.code };
    case 'unavailable':
    case 'malformed':
      return { kind: 'trouble', trouble: 'source_error' };
  }
}
