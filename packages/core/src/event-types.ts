/** The events that a webhook or Slack channel can receive. */
export const CHANNEL_EVENT_TYPES = [
  'variant.monitoring_started',
  'variant.warned',
  'variant.killed',
  'variant.approval_requested',
  'variant.would_have_killed',
  'variant.kill_failed',
  'variant.timed_out',
  'variant.stopped',
  'variant.revived',
  'variant.holdout_ended',
  'kills.paused',
  'kills.resumed',
  'breaker.tripped',
  'breaker.reset',
  'source.unhealthy',
  'source.healthy',
  'account.token_expiring',
  'account.budget_low',
  'engine.behind',
  'engine.caught_up',
  'policy.unreadable',
  'channel.disabled',
] as const;
export type ChannelEventType = (typeof CHANNEL_EVENT_TYPES)[number];

/** The events of a channel by default: those that somebody may have to act on. */
export const DEFAULT_CHANNEL_EVENT_TYPES: readonly ChannelEventType[] = [
  'variant.killed',
  'variant.approval_requested',
  'variant.kill_failed',
  'variant.revived',
  'kills.paused',
  'kills.resumed',
  'breaker.tripped',
  'breaker.reset',
  'source.unhealthy',
  'account.token_expiring',
  'account.budget_low',
  'engine.behind',
  'policy.unreadable',
  'channel.disabled',
];

/** Everything that the event log reports. */
export const EVENT_TYPES = [
  ...CHANNEL_EVENT_TYPES,
  'variant.recovered',
  'variant.data_quality',
  'variant.kill_completed',
  'variant.kill_retried',
  'variant.kill_regretted',
  'variant.dismissed',
  'variant.protected',
  'variant.unprotected',
  'variant.extended',
  'policy.changed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** Events shown in the activity feed: decisions, manual actions, and trouble. */
export const TOLD_EVENT_TYPES = [
  'variant.killed',
  'variant.kill_failed',
  'variant.timed_out',
  'variant.stopped',
  'variant.warned',
  'variant.would_have_killed',
  'variant.approval_requested',
  'variant.dismissed',
  'variant.revived',
  'variant.protected',
  'variant.unprotected',
  'variant.extended',
  'variant.kill_regretted',
  'variant.holdout_ended',
  'kills.paused',
  'kills.resumed',
  'breaker.tripped',
  'breaker.reset',
  'policy.changed',
  'source.unhealthy',
  'source.healthy',
  'account.token_expiring',
  'account.budget_low',
  'engine.behind',
  'engine.caught_up',
  'policy.unreadable',
  'channel.disabled',
] as const satisfies readonly EventType[];
export type ToldEventType = (typeof TOLD_EVENT_TYPES)[number];
