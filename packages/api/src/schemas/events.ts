import { EVENT_TYPES } from '@cull/core';
import { isEventCursor } from '@cull/db';
import { z } from 'zod';
import { limitSchema, personaIdSchema, variantIdSchema } from './common';

/** Where an event stands in the log. */
export const eventIdSchema = z.string().refine(isEventCursor, 'is not an id that this log gave');

export const eventsInput = z
  .strictObject({
    types: z
      .array(z.enum(EVENT_TYPES))
      .min(1)
      .max(EVENT_TYPES.length)
      .optional()
      .describe('Only events of these types.'),
    variantId: variantIdSchema.optional(),
    personaId: personaIdSchema.optional(),
    cursor: eventIdSchema.optional().describe('`nextCursor` of the page before.'),
    limit: limitSchema,
  })
  .prefault({});

/** An entry of the event log. */
export const eventOutput = z.object({
  id: z.string().describe('Its position in the log; `live.events` continues after it.'),
  at: z.string(),
  type: z.string(),
  monitoringId: z.string().nullable(),
  variantId: z.string().nullable(),
  personaId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
});

export const eventsOutput = z.object({ items: z.array(eventOutput), nextCursor: z.string().nullable() });
