import { CHANNEL_EVENT_TYPES, type ChannelEventType } from '@cull/core';

/** Of names, those that are types of events. */
export function eventTypesOf(names: readonly string[]): ChannelEventType[] {
  return CHANNEL_EVENT_TYPES.filter((type) => names.includes(type));
}

/** What people call the events of a channel. */
export const EVENT_NAMES = {
  'variant.killed': 'Variant killed',
  'variant.would_have_killed': 'Kill blocked',
  'variant.kill_failed': 'Kill step failed',
  'variant.revived': 'Variant restored',
  'variant.approval_requested': 'Kill needs approval',
  'kills.paused': 'Auto-kill paused',
  'kills.resumed': 'Auto-kill resumed',
  'breaker.tripped': 'Circuit breaker tripped',
  'breaker.reset': 'Circuit breaker reset',
  'variant.monitoring_started': 'Monitoring started',
  'variant.warned': 'Variant warned',
  'variant.timed_out': 'Passed or no data',
  'variant.stopped': 'Monitoring stopped',
  'variant.holdout_ended': 'Spared variant finished',
  'source.unhealthy': 'Account in trouble',
  'source.healthy': 'Account recovered',
  'account.token_expiring': 'Token expires soon',
  'account.budget_low': 'Call budget is low',
  'engine.behind': 'Checks are behind',
  'engine.caught_up': 'Checks caught up',
  'policy.unreadable': 'Thresholds can’t be read',
  'channel.disabled': 'Channel disabled',
} as const satisfies Record<ChannelEventType, string>;

/** The same in groups, as people look for them. */
export const EVENT_GROUPS: readonly {
  readonly title: string;
  readonly types: readonly ChannelEventType[];
}[] = [
  {
    title: 'Kills',
    types: ['variant.killed', 'variant.would_have_killed', 'variant.kill_failed', 'variant.revived'],
  },
  {
    title: 'Needs action',
    types: [
      'variant.approval_requested',
      'kills.paused',
      'kills.resumed',
      'breaker.tripped',
      'breaker.reset',
    ],
  },
  {
    title: 'Progress',
    types: [
      'variant.monitoring_started',
      'variant.warned',
      'variant.timed_out',
      'variant.stopped',
      'variant.holdout_ended',
    ],
  },
  {
    title: 'Health',
    types: [
      'source.unhealthy',
      'source.healthy',
      'account.token_expiring',
      'account.budget_low',
      'engine.behind',
      'engine.caught_up',
      'policy.unreadable',
      'channel.disabled',
    ],
  },
];
