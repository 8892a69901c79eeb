import { CHANNEL_EVENT_TYPES, type ChannelEventType } from '@cull/core';

/** Of names, those that are types of events. */
export function eventTypesOf(names: readonly string[]): ChannelEventType[] {
  return CHANNEL_EVENT_TYPES.filter((type) => names.includes(type));
}
