import { randomBytes } from 'node:crypto';
import type { ChannelEventType } from '@cull/core';
import type { Sealed } from '../accounts/accounts';
import type { Prisma } from '../generated/client';
import type { Database } from '../system/database';

/** What the test button sends; nobody needs to want it. */
export const TEST_EVENT = 'test';

/** A channel as it may be shown: without what has to stay secret. */
export type ChannelRow = Prisma.ChannelGetPayload<{ omit: typeof WITHOUT_SECRETS }>;

const WITHOUT_SECRETS = {
  sealedSecret: true,
  secretKeyId: true,
  sealedOldSecret: true,
  oldSecretKeyId: true,
  secret: true,
  oldSecret: true,
} as const;

/** A rotated secret signs on for so long, so that receivers can be given the new one. */
const OLD_SECRET_FOR_MS = 86_400_000;

interface NewChannelOfAnyKind {
  /** A UUID. */
  readonly id: string;
  readonly name: string;
  readonly eventTypes: readonly ChannelEventType[];
  /** What signs, or Slack's bot token; sealed for `channelOwner(id)`. */
  readonly secret: Sealed;
  readonly createdBy: string;
  readonly now: number;
}

export type NewChannel = NewChannelOfAnyKind &
  (
    | { readonly kind: 'webhook'; readonly url: string }
    | { readonly kind: 'slack'; readonly slackChannel: string }
  );

/** Whom the secrets of a channel are sealed for. */
export function channelOwner(channelId: string): string {
  return `channel:${channelId}`;
}

/** A secret as Standard Webhooks writes it: 32 random bytes. */
export function generateWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function createChannel({ prisma }: Database, channel: NewChannel): Promise<ChannelRow> {
  const { eventTypes, secret, now, ...values } = channel;
  return prisma.channel.create({
    data: { ...values, ...sealedColumns(secret), eventTypes: [...eventTypes], createdAt: new Date(now) },
    omit: WITHOUT_SECRETS,
  });
}

/** All channels, oldest first. */
export function listChannels({ prisma }: Database): Promise<ChannelRow[]> {
  return prisma.channel.findMany({ omit: WITHOUT_SECRETS, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

export function readChannel({ prisma }: Database, id: string): Promise<ChannelRow | null> {
  return prisma.channel.findUnique({ where: { id }, omit: WITHOUT_SECRETS });
}

export interface ChannelChange {
  readonly name?: string | undefined;
  readonly url?: string | undefined;
  readonly slackChannel?: string | undefined;
  readonly eventTypes?: readonly ChannelEventType[] | undefined;
  /** A channel that is enabled again, or gets another address, starts with a clean record. */
  readonly isEnabled?: boolean | undefined;
}

/** @returns The channel as it is now; null where there is none. */
export async function updateChannel(
  { prisma }: Database,
  id: string,
  { name, url, slackChannel, eventTypes, isEnabled }: ChannelChange,
  by: string,
  now: number,
): Promise<ChannelRow | null> {
  const disabled = { disabledAt: new Date(now), disabledReason: `disabled by ${by}` };
  const untried = { failingSince: null, triedAt: null };
  const enabled = { disabledAt: null, disabledReason: null, ...untried };
  const { count } = await prisma.channel.updateMany({
    where: { id },
    data: {
      ...(name !== undefined && { name }),
      ...(url !== undefined && { url, ...untried }),
      ...(slackChannel !== undefined && { slackChannel, thread: null, threadAt: null, ...untried }),
      ...(eventTypes !== undefined && { eventTypes: [...eventTypes] }),
      ...(isEnabled !== undefined && (isEnabled ? enabled : disabled)),
    },
  });
  return count === 0 ? null : prisma.channel.findUnique({ where: { id }, omit: WITHOUT_SECRETS });
}

/**
 * Puts another secret in the place of a channel's own.
 * @param secret Sealed for `channelOwner(id)`.
 * @param keepsOld Whether the old one signs next to it for another day.
 * @returns False where there is no such channel.
 */
export async function replaceSecret(
  { prisma }: Database,
  id: string,
  secret: Sealed,
  keepsOld: boolean,
  now: number,
): Promise<boolean> {
  return prisma.$transaction(async (transaction) => {
    const channel = await transaction.channel.findUnique({
      where: { id },
      select: { sealedSecret: true, secretKeyId: true, secret: true },
    });
    if (channel === null) return false;
    const old = {
      sealedOldSecret: channel.sealedSecret,
      oldSecretKeyId: channel.secretKeyId,
      oldSecret: channel.secret,
      oldSecretUntil: new Date(now + OLD_SECRET_FOR_MS),
    };
    const none = { sealedOldSecret: null, oldSecretKeyId: null, oldSecret: null, oldSecretUntil: null };
    const data = { ...sealedColumns(secret), secret: null, ...(keepsOld ? old : none) };
    await transaction.channel.update({ where: { id }, data });
    return true;
  });
}

/** Prisma wants bytes of its own. */
function sealedColumns({ box, keyId }: Sealed) {
  return { sealedSecret: Uint8Array.from(box), secretKeyId: keyId };
}

/** Removes a channel and the log of its deliveries. */
export async function removeChannel({ prisma }: Database, id: string): Promise<boolean> {
  return (await prisma.channel.deleteMany({ where: { id } })).count === 1;
}
