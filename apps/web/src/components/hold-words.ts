import type { HoldCause } from '@cull/core';

/** What blocks a kill, in a word or two. */
export const HOLD_WORDS = {
  paused: 'Kills paused',
  breaker: 'Circuit breaker',
  protected: 'Protected',
  policy_unreadable: 'Thresholds unreadable',
  shadow: 'Shadow mode',
  approval: 'Waiting for approval',
  spared: 'Spared',
  min_pool_size: 'Minimum pool size',
  holdout: 'Spare group',
  expectation_suspect: 'Expectation suspect',
} as const satisfies Record<HoldCause, string>;
