import type { Reading } from '@cull/core';
import type { SourceReading } from '@cull/sources';

/** Returns what the engine makes of an answer. */
export function readingOf(answer: SourceReading): Reading {
  if (answer.ok) {
    const { views, interactions, observedAt } = answer;
    return { kind: 'sample', sample: { views, interactions, observedAt } };
  }
  switch (answer.failure.code) {
    // Slowing down is not a fault of the counters: they go stale by themselves if it lasts.
    case 'rate_limited':
      return { kind: 'none' };
    case 'token_invalid':
    case 'post_gone':
    case 'no_counters':
      return { kind: 'trouble', trouble: answer.failure.code };
    case 'not_permitted':
    case 'no_reading':
    case 'unavailable':
    case 'malformed':
      return { kind: 'trouble', trouble: 'source_error' };
  }
}
