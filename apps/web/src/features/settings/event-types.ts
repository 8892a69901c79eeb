/** What a channel can be told of, as it is said; the API has the same list. */
export const EVENT_TYPES = [
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
export type EventType = (typeof EVENT_TYPES)[number];

/** What somebody may have to do something about. */
export const USUAL_TYPES: readonly EventType[] = [
  'variant.killed',
  'variant.kill_failed',
  'variant.revived',
  'breaker.tripped',
  'source.unhealthy',
  'channel.disabled',
];

/** Of names, those that are types of events. */
export function eventTypesOf(names: readonly string[]): EventType[] {
  return EVENT_TYPES.filter((type) => names.includes(type));
}
