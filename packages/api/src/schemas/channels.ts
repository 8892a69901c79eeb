import { CHANNEL_EVENT_TYPES, DEFAULT_CHANNEL_EVENT_TYPES } from '@cull/core';
import { DeliveryState } from '@cull/db';
import { z } from 'zod';
import { cursorSchema, instantSchema, limitSchema, reasonSchema, textSchema } from './common';

const nameSchema = textSchema(100)
  .trim()
  .min(1, 'needs a name')
  .describe('The name of the channel, for people.')
  .meta({ examples: ['orchestrator'] });

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'needs an address like https://example.com/cull' })
  .max(2_000)
  .refine(
    (url) => !URL.canParse(url) || `${new URL(url).username}${new URL(url).password}` === '',
    'must not have a user name or password in it',
  )
  .describe('Where messages are sent: a public HTTPS address, or one in a network that the operator allows.')
  .meta({ examples: ['https://orchestrator.example.com/cull'] });

const slackChannelSchema = textSchema(100)
  .trim()
  .min(1, 'needs the id of a channel')
  .describe('The id of the Slack channel. The app must be a member.')
  .meta({ examples: ['C0123456789'] });

const botTokenSchema = textSchema(500)
  .regex(/^xoxb-[\w-]+$/, 'needs a bot token, which begins with xoxb-')
  .describe('The bot token of a Slack app with the scope chat:write. Never shown again.');

const eventTypesSchema = z
  .array(z.enum(CHANNEL_EVENT_TYPES))
  .min(1)
  .refine((types) => new Set(types).size === types.length, 'has a type twice')
  .describe('The events that the channel receives.')
  .meta({ examples: [['variant.killed', 'variant.revived']] });

const eventTypesOrDefault = eventTypesSchema.default([...DEFAULT_CHANNEL_EVENT_TYPES]);

export const createWebhookInput = z.strictObject({
  name: nameSchema,
  url: urlSchema,
  eventTypes: eventTypesOrDefault,
});

export const createSlackInput = z.strictObject({
  name: nameSchema,
  botToken: botTokenSchema,
  slackChannel: slackChannelSchema,
  eventTypes: eventTypesOrDefault,
});

const channelIdSchema = z.uuid().describe('The channel, as `channels.list` gives it.');

export const channelInput = z.strictObject({ channelId: channelIdSchema });

export const removeChannelInput = channelInput.extend({
  reason: reasonSchema.describe('Why, for the audit trail.'),
});

export const updateChannelInput = channelInput.extend({
  name: nameSchema.optional(),
  url: urlSchema.optional(),
  slackChannel: slackChannelSchema.optional(),
  eventTypes: eventTypesSchema.optional(),
  isEnabled: z
    .boolean()
    .optional()
    .describe(
      'False stops deliveries to the channel; true starts them again, also after Cull has disabled it.',
    ),
});

export const replaceTokenInput = channelInput.extend({ botToken: botTokenSchema });

export const channelOutput = z.object({
  channelId: z.string(),
  kind: z.enum(['webhook', 'slack']),
  name: z.string(),
  url: z.string().nullable(),
  slackChannel: z.string().nullable(),
  eventTypes: z.array(z.string()),
  state: z
    .enum(['untried', 'working', 'failing', 'disabled'])
    .describe('`untried`: nothing was sent yet; `failing`: the last attempt failed and will be retried.'),
  failingSince: z.string().nullable(),
  disabledAt: z.string().nullable(),
  disabledReason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: z.string(),
});

export const channelsOutput = z.object({ items: z.array(channelOutput) });

export const newWebhookOutput = channelOutput.extend({
  secret: z.string().describe('Signs the messages (Standard Webhooks). Shown once.'),
});

export const removedOutput = z.object({ channelId: z.string() });

export const testedOutput = z.object({
  deliveryId: z.string().describe('`deliveries.get` has the result of the test.'),
});

const deliveryIdSchema = z.uuid().describe('The delivery, as `deliveries.list` gives it.');

export const deliveriesInput = z
  .strictObject({
    channelId: channelIdSchema.optional(),
    monitoringId: z.uuid().optional().describe('Only deliveries about one monitoring session.'),
    state: z.enum(DeliveryState).optional().describe('Only deliveries in this state.'),
    eventType: z
      .enum([...CHANNEL_EVENT_TYPES, 'test'])
      .optional()
      .describe('Only deliveries of this type of event.'),
    cursor: cursorSchema,
    limit: limitSchema,
  })
  .prefault({});

export const deliveryInput = z.strictObject({ deliveryId: deliveryIdSchema });

export const replayFailedInput = channelInput.extend({
  since: instantSchema.describe('Only events from then on.'),
});

export const deliveryOutput = z.object({
  deliveryId: z.string().describe('Also the id of the message, the same for every attempt.'),
  channelId: z.string(),
  channel: z.string(),
  kind: z.enum(['webhook', 'slack']),
  eventType: z.string(),
  at: z.string().describe('When the event happened.'),
  monitoringId: z.string().nullable(),
  state: z.enum(DeliveryState),
  nextAttemptAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  error: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  attempts: z.array(
    z.object({
      at: z.string(),
      durationMs: z.number(),
      status: z.number().nullable().describe('The HTTP status of the answer; null without an answer.'),
      error: z.string().nullable(),
    }),
  ),
});

export const deliveriesOutput = z.object({
  items: z.array(deliveryOutput),
  nextCursor: z.string().nullable(),
});

export const replayedOutput = z.object({
  replayed: z.number().describe('Deliveries that are sent again.'),
});
