import { expect } from '@playwright/test';
import { z } from 'zod';
import { mutate, query } from '../orchestrator';
import { type Contract, count, instant } from './contract';
import { anId } from './world';

const channel = z.object({
  channelId: z.uuid(),
  kind: z.enum(['webhook', 'slack']),
  name: z.string(),
  url: z.url().nullable(),
  slackChannel: z.string().nullable(),
  eventTypes: z.array(z.string()).min(1),
  state: z.enum(['untried', 'working', 'failing', 'disabled']),
  failingSince: instant.nullable(),
  disabledAt: instant.nullable(),
  disabledReason: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const newWebhook = channel.extend({ secret: z.string().startsWith('whsec_') });

const delivery = z.object({
  deliveryId: z.uuid(),
  channelId: z.uuid(),
  channel: z.string(),
  kind: z.enum(['webhook', 'slack']),
  eventType: z.string(),
  at: instant,
  monitoringId: z.uuid().nullable(),
  state: z.enum(['pending', 'delivered', 'failed']),
  nextAttemptAt: instant.nullable(),
  endedAt: instant.nullable(),
  error: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  attempts: z.array(
    z.object({
      at: instant,
      durationMs: count,
      status: z.number().nullable(),
      error: z.string().nullable(),
    }),
  ),
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
/** Kills of other tests are not to be told to these channels. */
const eventTypes = ['source.unhealthy'];
const aWebhook = (values: object = {}) => ({
  name: anId('webhook'),
  url: 'https://orchestrator.example.com/cull',
  eventTypes,
  ...values,
});
const aSlackChannel = () => ({
  name: anId('slack'),
  botToken: 'xoxb-contract',
  slackChannel: 'C0123456789',
  eventTypes,
});

async function webhook(): Promise<{ channelId: string }> {
  return { channelId: String((await mutate('channels.createWebhook', aWebhook()))['channelId']) };
}

async function slackChannel(): Promise<{ channelId: string }> {
  return { channelId: String((await mutate('channels.createSlack', aSlackChannel()))['channelId']) };
}

/** A test message that has been tried, and could not arrive. */
async function triedDelivery(): Promise<{ deliveryId: string }> {
  const { deliveryId } = await mutate('channels.test', await webhook());
  await expect.poll(async () => (await query('deliveries.get', { deliveryId }))['attempts']).not.toEqual([]);
  return { deliveryId: String(deliveryId) };
}

const unknownChannel = (values: object = {}) => ({
  when: 'of a channel that there is not',
  input: async () => ({ channelId: NOBODY, ...values }),
  code: 'NOT_FOUND' as const,
  says: 'channelId: ',
});

/** Webhooks, Slack, and the log of what they were told. */
export const notifications: readonly Contract[] = [
  {
    procedure: 'channels.list',
    kind: 'query',
    scope: 'admin',
    answer: z.object({ items: z.array(channel) }),
  },
  {
    procedure: 'channels.createWebhook',
    kind: 'mutation',
    scope: 'admin',
    input: async () => aWebhook(),
    answer: newWebhook,
    refusals: [
      {
        when: 'of an address that is none',
        input: async () => aWebhook({ url: 'orchestrator' }),
        code: 'BAD_REQUEST',
        says: 'url: ',
      },
      {
        when: 'of an event that there is not',
        input: async () => aWebhook({ eventTypes: ['variant.everything'] }),
        code: 'BAD_REQUEST',
        says: 'eventTypes.0: ',
      },
    ],
  },
  {
    procedure: 'channels.createSlack',
    kind: 'mutation',
    scope: 'admin',
    input: async () => aSlackChannel(),
    answer: channel,
    refusals: [
      {
        when: 'of a token that is no bot’s',
        input: async () => ({ ...aSlackChannel(), botToken: 'xoxp-1' }),
        code: 'BAD_REQUEST',
        says: 'botToken: ',
      },
    ],
  },
  {
    procedure: 'channels.update',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ ...(await webhook()), name: 'renamed', isEnabled: false }),
    answer: channel.extend({ name: z.literal('renamed'), state: z.literal('disabled') }),
    refusals: [unknownChannel()],
  },
  {
    procedure: 'channels.rotateSecret',
    kind: 'mutation',
    scope: 'admin',
    input: webhook,
    answer: newWebhook,
    refusals: [
      unknownChannel(),
      { when: 'of a channel in Slack', input: slackChannel, code: 'BAD_REQUEST', says: 'channelId: ' },
    ],
  },
  {
    procedure: 'channels.replaceToken',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ ...(await slackChannel()), botToken: 'xoxb-2' }),
    answer: channel,
    refusals: [unknownChannel({ botToken: 'xoxb-2' })],
  },
  {
    procedure: 'channels.remove',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ ...(await webhook()), reason: 'for the contract' }),
    answer: z.object({ channelId: z.uuid() }),
    refusals: [
      unknownChannel({ reason: 'x' }),
      { when: 'without a reason', input: webhook, code: 'BAD_REQUEST', says: 'reason: ' },
    ],
  },
  {
    procedure: 'channels.test',
    kind: 'mutation',
    scope: 'admin',
    input: webhook,
    answer: z.object({ deliveryId: z.uuid() }),
    refusals: [unknownChannel()],
  },
  {
    procedure: 'deliveries.list',
    kind: 'query',
    scope: 'admin',
    input: async () => ({ limit: 10 }),
    answer: z.object({ items: z.array(delivery), nextCursor: z.string().nullable() }),
    refusals: [
      {
        when: 'of a cursor that it did not give',
        input: async () => ({ cursor: NOBODY }),
        code: 'BAD_REQUEST',
        says: 'cursor: ',
      },
    ],
  },
  {
    procedure: 'deliveries.get',
    kind: 'query',
    scope: 'admin',
    input: triedDelivery,
    answer: delivery,
    refusals: [
      {
        when: 'of a delivery that there is not',
        input: async () => ({ deliveryId: NOBODY }),
        code: 'NOT_FOUND',
        says: 'deliveryId: ',
      },
    ],
  },
  {
    procedure: 'deliveries.replay',
    kind: 'mutation',
    scope: 'admin',
    input: triedDelivery,
    answer: delivery.extend({ state: z.literal('pending') }),
    refusals: [
      {
        when: 'of a delivery that there is not',
        input: async () => ({ deliveryId: NOBODY }),
        code: 'NOT_FOUND',
        says: 'deliveryId: ',
      },
    ],
  },
  {
    procedure: 'deliveries.replayFailed',
    kind: 'mutation',
    scope: 'admin',
    input: async () => ({ ...(await webhook()), since: '2026-01-01T00:00:00Z' }),
    answer: z.object({ replayed: count }),
    refusals: [unknownChannel({ since: '2026-01-01T00:00:00Z' })],
  },
  {
    procedure: 'audit.list',
    kind: 'query',
    scope: 'admin',
    input: async () => {
      const { channelId } = await webhook();
      await mutate('channels.remove', { channelId, reason: 'for the contract' });
      return { target: `channel:${channelId}` };
    },
    answer: z.object({
      items: z.tuple([
        z.object({
          entryId: z.string(),
          at: instant,
          actor: z.string(),
          action: z.literal('channels.remove'),
          target: z.string(),
          reason: z.literal('for the contract'),
          input: z.record(z.string(), z.unknown()),
          address: z.string(),
          userAgent: z.string(),
          result: z.literal('ok'),
          message: z.null(),
        }),
      ]),
      nextCursor: z.null(),
    }),
    refusals: [
      {
        when: 'of an instant that is none',
        input: async () => ({ since: 'yesterday' }),
        code: 'BAD_REQUEST',
        says: 'since: ',
      },
    ],
  },
];
