import { KILL_REASONS, type KillReason } from '@cull/core';

/** What can ask for a kill, as it is said. */
export const REASON_WORDS = {
  below_threshold: 'Below threshold',
  evidence: 'Evidence',
  drop: 'Went bad',
  manual: 'Manual',
} as const satisfies Record<KillReason, string>;

/** The same to choose from. */
export const REASON_CHOICES = KILL_REASONS.map((value) => ({ value, label: REASON_WORDS[value] }));
