import { CHANNEL_EVENT_TYPES, type ChannelEventType } from '@cull/core';
import { EVENT_SCHEMAS } from '@cull/db';
import { z } from 'zod';
import { EVENT_EXAMPLES, EVENT_IDS, EXAMPLE_TIMESTAMP } from './webhook-examples';

const VARIANT = {
  monitoringId: z.string().describe('The monitoring session.'),
  variantId: z.string(),
  personaId: z.string(),
  url: z.string().describe('The variant’s page in the dashboard.'),
};

/** The `webhooks` of the OpenAPI document: every event that a webhook can receive. */
export function webhookOperations() {
  return Object.fromEntries(CHANNEL_EVENT_TYPES.map((type) => [type, { post: operation(type) }]));
}

/** Returns what the data of an event has: its own fields, and of which variant it is. */
export function webhookDataOf(type: ChannelEventType): z.ZodObject {
  const data = EVENT_SCHEMAS[type];
  return isAboutVariant(type)
    ? z.object({ ...VARIANT, ...data.shape }).describe(data.description ?? type)
    : data;
}

/** Returns the body of an event, as a webhook is sent it. */
export function webhookExampleOf(type: ChannelEventType) {
  const own = EVENT_EXAMPLES[type];
  const url = `https://cull.example.com/variants/${EVENT_IDS.variantId}`;
  const data = isAboutVariant(type) ? { ...EVENT_IDS, ...own, url } : own;
  return { type, timestamp: EXAMPLE_TIMESTAMP, data };
}

const isAboutVariant = (type: ChannelEventType) => type.startsWith('variant.');

function operation(type: ChannelEventType) {
  const event = z.object({
    type: z.literal(type),
    timestamp: z.string().describe('When it happened, ISO 8601.'),
    data: webhookDataOf(type),
  });
  const { $schema: _, ...schema } = z.toJSONSchema(event, { io: 'output' });
  const content = { 'application/json': { schema, example: webhookExampleOf(type) } };
  return {
    summary: EVENT_SCHEMAS[type].description ?? type,
    description: 'Signed by Standard Webhooks.',
    requestBody: { required: true, content },
    responses: { '2XX': { description: 'Accepted. After any other status, Cull sends it again later.' } },
  };
}
