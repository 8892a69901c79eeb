import type { ChannelEventType } from '@cull/core';
import type { z } from 'zod';
import { HALT_EVENTS } from '../kills/halt-events';
import { HOLD_EVENTS } from '../kills/hold-events';
import { TROUBLE_EVENTS } from './trouble-events';
import { VARIANT_EVENTS } from './variant-events';

/** The data of every event that a channel can receive, by type. */
export const EVENT_SCHEMAS = {
  ...VARIANT_EVENTS,
  ...HOLD_EVENTS,
  ...HALT_EVENTS,
  ...TROUBLE_EVENTS,
} satisfies Record<ChannelEventType, z.ZodObject>;

/** What such an event says in `data`, by type. */
export type SchemedEventData = {
  readonly [Type in keyof typeof EVENT_SCHEMAS]: z.output<(typeof EVENT_SCHEMAS)[Type]>;
};
