import type { SourceFailure } from '@cull/sources';

const SECOND_MS = 1_000;
/** Of a post whose answers fail: 1, 2, 4, 8, 10 s. */
const MAX_FAILING_MS = 10_000;
/** Of a post that its source says is not there, or has no counters: 5, 10, 20, 40, 60 s. */
const MAX_GONE_MS = 60_000;

/**
 * Returns how long a post is left alone after a failed reading, in milliseconds.
 * @param failures Failed readings in a row with this one, at least 1.
 */
export function pauseAfter(failure: SourceFailure, failures: number, now: number): number {
  const doubled = 2 ** Math.min(failures - 1, 10);
  switch (failure.code) {
    case 'post_gone':
    case 'no_counters':
    case 'not_permitted':
      return Math.min(MAX_GONE_MS, 5 * SECOND_MS * doubled);
    case 'rate_limited':
      return Math.max(SECOND_MS, (failure.retryAt ?? now + Math.min(MAX_GONE_MS, SECOND_MS * doubled)) - now);
    case 'token_invalid':
    case 'no_reading':
    case 'unavailable':
    case 'malformed':
      return Math.min(MAX_FAILING_MS, SECOND_MS * doubled);
  }
}
