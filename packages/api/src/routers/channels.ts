import { randomUUID } from 'node:crypto';
import {
  addTestDelivery,
  type ChannelRow,
  channelOwner,
  createChannel,
  generateWebhookSecret,
  listChannels,
  type NewChannel,
  readChannel,
  removeChannel,
  replaceSecret,
  updateChannel,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import { auditedProcedure, confirmedProcedure } from '../access/audit';
import type { Services } from '../context';
import {
  channelInput,
  channelOutput,
  channelsOutput,
  createSlackInput,
  createWebhookInput,
  newWebhookOutput,
  removeChannelInput,
  removedOutput,
  replaceTokenInput,
  testedOutput,
  updateChannelInput,
} from '../schemas/channels';
import { toIso } from '../schemas/common';
import { procedureFor, router } from '../trpc';

/** Each event is written once for each channel: more of them would be felt by the kills. */
const MOST_CHANNELS = 50;

/** Webhooks and Slack channels. */
export const channelsRouter = router({
  list: procedureFor('admin')
    .output(channelsOutput)
    .query(async ({ ctx: { services } }) => ({
      items: (await listChannels(services.db)).map(presentChannel),
    })),

  createWebhook: confirmedProcedure(createWebhookInput)
    .output(newWebhookOutput)
    .mutation(async ({ ctx: { services, actor }, input }) => {
      demandReachable(services, input.url);
      const signing = generateWebhookSecret();
      const made = { ...input, kind: 'webhook', ...newSecret(services, signing) } as const;
      const channel = await create(services, { ...made, createdBy: actor.name, now: services.now() });
      return { ...channel, secret: signing };
    }),

  createSlack: confirmedProcedure(createSlackInput)
    .output(channelOutput)
    .mutation(async ({ ctx: { services, actor }, input: { botToken, ...input } }) => {
      const made = { ...input, kind: 'slack', ...newSecret(services, botToken) } as const;
      return create(services, { ...made, createdBy: actor.name, now: services.now() });
    }),

  update: confirmedProcedure(updateChannelInput)
    .output(channelOutput)
    .mutation(async ({ ctx: { services, actor }, input: { channelId, ...change } }) => {
      const { kind } = await find(services, channelId);
      const foreign = kind === 'webhook' ? 'slackChannel' : 'url';
      if (change[foreign] !== undefined)
        throw new TRPCError({
          code: 'BAD_REQUEST',
          message: `${foreign}: ${channelId} is a ${kind} channel`,
        });
      if (change.url !== undefined) demandReachable(services, change.url);
      const now = services.now();
      const row = await updateChannel(services.db, channelId, change, actor.name, now);
      if (row === null) throw unknownChannel(channelId);
      return presentChannel(row);
    }),

  /** A new secret for a webhook; the old one signs next to it for another day. */
  rotateSecret: confirmedProcedure(channelInput)
    .output(newWebhookOutput)
    .mutation(async ({ ctx: { services }, input: { channelId } }) => {
      const channel = await findOf(services, channelId, 'webhook');
      const secret = generateWebhookSecret();
      await replaceSecret(services.db, channelId, seal(services, channelId, secret), true, services.now());
      return { ...presentChannel(channel), secret };
    }),

  /** Replaces the bot token of a Slack channel. */
  replaceToken: confirmedProcedure(replaceTokenInput)
    .output(channelOutput)
    .mutation(async ({ ctx: { services }, input: { channelId, botToken } }) => {
      const channel = await findOf(services, channelId, 'slack');
      await replaceSecret(services.db, channelId, seal(services, channelId, botToken), false, services.now());
      return presentChannel(channel);
    }),

  remove: auditedProcedure('admin', removeChannelInput)
    .output(removedOutput)
    .mutation(async ({ ctx: { services }, input: { channelId } }) => {
      if (!(await removeChannel(services.db, channelId))) throw unknownChannel(channelId);
      return { channelId };
    }),

  /** Sends a message that says that the channel works. */
  test: auditedProcedure('admin', channelInput)
    .output(testedOutput)
    .mutation(async ({ ctx: { services, actor }, input: { channelId } }) => {
      const { disabledAt } = await find(services, channelId);
      if (disabledAt !== null)
        throw new TRPCError({ code: 'CONFLICT', message: `channelId: ${channelId} is disabled` });
      const deliveryId = await addTestDelivery(services.db, channelId, actor.name, services.now());
      services.notifier.publish({ kind: 'events' });
      return { deliveryId };
    }),
});

function seal({ accounts }: Services, channelId: string, secret: string) {
  return accounts.box.seal(secret, channelOwner(channelId));
}

/** The id of a new channel, and its secret, which opens for that channel alone. */
function newSecret(services: Services, secret: string) {
  const id = randomUUID();
  return { id, secret: seal(services, id, secret) };
}

async function create(services: Services, channel: NewChannel) {
  if ((await listChannels(services.db)).length >= MOST_CHANNELS)
    throw new TRPCError({ code: 'CONFLICT', message: `there are ${MOST_CHANNELS} channels already` });
  return presentChannel(await createChannel(services.db, channel));
}

async function find({ db }: Services, channelId: string): Promise<ChannelRow> {
  const row = await readChannel(db, channelId);
  if (row === null) throw unknownChannel(channelId);
  return row;
}

async function findOf(services: Services, channelId: string, kind: ChannelRow['kind']) {
  const row = await find(services, channelId);
  if (row.kind === kind) return row;
  throw new TRPCError({ code: 'BAD_REQUEST', message: `channelId: ${channelId} is not a ${kind} channel` });
}

function unknownChannel(channelId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `channelId: ${channelId} is unknown` });
}

/** @throws BAD_REQUEST for an address to which nothing would ever be sent. */
function demandReachable({ webhookRefusal }: Services, url: string): void {
  const refusal = webhookRefusal(url);
  if (refusal !== null) throw new TRPCError({ code: 'BAD_REQUEST', message: `url: ${refusal}` });
}

function presentChannel({ id, createdAt, failingSince, triedAt, disabledAt, ...row }: ChannelRow) {
  const { kind, name, url, slackChannel, eventTypes, disabledReason, createdBy } = row;
  const arrives = triedAt === null ? ('untried' as const) : ('working' as const);
  const enabled = failingSince === null ? arrives : ('failing' as const);
  return {
    channelId: id,
    kind,
    name,
    url,
    slackChannel,
    eventTypes,
    state: disabledAt === null ? enabled : ('disabled' as const),
    failingSince: toIso(failingSince?.getTime() ?? null),
    disabledAt: toIso(disabledAt?.getTime() ?? null),
    disabledReason,
    createdBy,
    createdAt: toIso(createdAt.getTime()),
  };
}
