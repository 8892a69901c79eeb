/** The events that a webhook or a channel in Slack can be told of. */
export const CHANNEL_EVENT_TYPES = [
  'variant.monitoring_started',
  'variant.warned',
  'variant.killed',
  'variant.kill_failed',
  'variant.timed_out',
  'variant.stopped',
  'variant.revived',
  'breaker.tripped',
  'source.unhealthy',
  'channel.disabled',
] as const;
export type ChannelEventType = (typeof CHANNEL_EVENT_TYPES)[number];

/** What a channel is told of where nothing else is asked for: what somebody may have to do something about. */
export const DEFAULT_CHANNEL_EVENT_TYPES: readonly ChannelEventType[] = [
  'variant.killed',
  'variant.kill_failed',
  'variant.revived',
  'breaker.tripped',
  'source.unhealthy',
  'channel.disabled',
];
