import type { z } from 'zod';
import { HALT_EVENTS } from '../kills/halt-events';
import { HOLD_EVENTS } from '../kills/hold-events';
import { TROUBLE_EVENTS } from './trouble-events';

/** Events whose data has a schema: those about blocked kills, pauses, accounts and checks. */
export const EVENT_SCHEMAS = { ...HOLD_EVENTS, ...HALT_EVENTS, ...TROUBLE_EVENTS };

/** What such an event says in `data`, by type. */
export type SchemedEventData = {
  readonly [Type in keyof typeof EVENT_SCHEMAS]: z.output<(typeof EVENT_SCHEMAS)[Type]>;
};
