import { randomUUID } from 'node:crypto';
import type { ChannelEventType } from '@cull/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, postOne } from '../../test/fixtures';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { createChannel, updateChannel } from './channels';
import { addTestDelivery, listDeliveries, readDelivery, replayDeliveries } from './deliveries';
import {
  claimDeliveries,
  type DeliveryAttempt,
  disableChannel,
  keepThread,
  readDueChannels,
  readSendingChannel,
  recordAttempts,
} from './delivery-attempts';
import { readNewestEvents } from './events';

const NOW = Date.UTC(2026, 0, 1, 13);
const SEALED = { keyId: 'k1', box: Buffer.from('a secret, encrypted') };
const CLAIM = { now: NOW, leaseMs: 60_000, limit: 10 };
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.channel.deleteMany();
});

function aChannel(name: string, ...eventTypes: ChannelEventType[]) {
  const address = { kind: 'webhook', url: 'https://example.org/hook', secret: SEALED } as const;
  return createChannel(db, {
    ...address,
    id: randomUUID(),
    name,
    eventTypes,
    createdBy: 'user:ann',
    now: NOW,
  });
}

async function sending(id: string) {
  const channel = await readSendingChannel(db.pool, id, NOW);
  if (channel === null) throw new Error('the channel cannot be sent to');
  return channel;
}

async function kill() {
  const posting = aPosting({ scheduledPosts: [{ id: 'next', publishAt: NOW + 1 }], campaignId: 'spring' });
  const { monitoringId } = await postOne(db, posting);
  const killed = { outcome: 'killed', reason: 'below_threshold' } as const;
  await endSessions(db.pool, [anEnding(posting, monitoringId, killed)]);
  return { ...posting, monitoringId };
}

/** What is due for a channel, with how its attempt ended. */
async function attemptAll(channelId: string, ended: Partial<DeliveryAttempt>, now = NOW) {
  const claimed = await claimDeliveries(db.pool, channelId, { ...CLAIM, now });
  const attempts = claimed.map((delivery) => ({
    delivery,
    at: now,
    durationMs: 12.4,
    status: 200,
    error: null,
    nextAttemptAt: null,
    ...ended,
  }));
  return recordAttempts(db.pool, await sending(channelId), attempts);
}

describe('an event', () => {
  it('is for the channels that want it, written with it, and tells what was done', async () => {
    const wants = await aChannel('kills', 'variant.killed');
    const started = await aChannel('starts', 'variant.monitoring_started');
    const off = await aChannel('off', 'variant.killed');
    await updateChannel(db, off.id, { isEnabled: false }, 'user:ann', NOW);
    const { variantId, monitoringId, postId, personaId } = await kill();

    expect([...(await readDueChannels(db.pool, NOW))].sort()).toEqual([wants.id, started.id].sort());
    const [delivery, ...others] = await claimDeliveries(db.pool, wants.id, CLAIM);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({ eventType: 'variant.killed', attempts: 0 });
    const subject = { variantId, monitoringId, postId, personaId, campaignId: 'spring' };
    expect(delivery?.data).toMatchObject({
      ...subject,
      reason: 'below_threshold',
      views: 640,
      interactions: 12,
      killThreshold: 0.03,
      cancelledPosts: ['next'],
    });
    expect(await claimDeliveries(db.pool, off.id, CLAIM)).toEqual([]);
  });

  it('is not told where its transaction is rolled back', async () => {
    const { id } = await aChannel('kills', 'variant.killed');
    const posting = aPosting();
    const { monitoringId } = await postOne(db, posting);
    const ending = anEnding(posting, monitoringId, { outcome: 'killed', reason: 'evidence' });
    const unstorable = { ...ending, explanation: { ...ending.explanation, text: '\0' } };
    await expect(endSessions(db.pool, [unstorable])).rejects.toThrow();
    expect(await claimDeliveries(db.pool, id, CLAIM)).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is claimed by one worker at a time, and again when that one is lost', async () => {
    const { id } = await aChannel('kills', 'variant.killed');
    await Promise.all([kill(), kill(), kill()]);
    const claims = await Promise.all([1, 2, 3].map(() => claimDeliveries(db.pool, id, CLAIM)));
    expect(claims.flat()).toHaveLength(3);
    expect(new Set(claims.flat().map((claimed) => claimed.id)).size).toBe(3);
    expect(await claimDeliveries(db.pool, id, { ...CLAIM, now: NOW + 59_999 })).toEqual([]);
    expect(await claimDeliveries(db.pool, id, { ...CLAIM, now: NOW + 60_000 })).toHaveLength(3);
  });

  it('keeps each attempt, and the channel since when it fails', async () => {
    const { id } = await aChannel('kills', 'variant.killed');
    const { monitoringId } = await kill();
    const refused = { status: 503, error: 'answered 503', nextAttemptAt: NOW + 5_000 };
    expect(await attemptAll(id, refused)).toBe(NOW);
    expect(await attemptAll(id, { ...refused, nextAttemptAt: NOW + 9_000 }, NOW + 5_000)).toBe(NOW);
    expect(await attemptAll(id, {}, NOW + 9_000)).toBeNull();
    const [row] = await listDeliveries(db, { monitoringId }, undefined, 10);
    expect(row).toMatchObject({ state: 'delivered', attempts: 3, error: null, channel: { name: 'kills' } });
    expect(row?.log.map(({ status, error, durationMs }) => [status, error, durationMs])).toEqual([
      [503, 'answered 503', 12],
      [503, 'answered 503', 12],
      [200, null, 12],
    ]);
  });

  it('of a kill that is given up is a failed kill step in the event log', async () => {
    const { id } = await aChannel('kills', 'variant.killed');
    const { monitoringId, variantId } = await kill();
    await attemptAll(id, { status: null, error: 'no answer within 10 s' });
    const { events } = await readNewestEvents(db.pool, 1);
    expect(events).toMatchObject([
      {
        type: 'variant.kill_failed',
        monitoringId,
        variantId,
        data: { step: 'notify', channel: 'kills', error: 'no answer within 10 s' },
      },
    ]);
  });

  it('can be sent once more, under its own id and with all attempts again', async () => {
    const { id } = await aChannel('kills', 'variant.killed');
    await kill();
    await attemptAll(id, { error: 'answered 500', status: 500 });
    const [failed] = await listDeliveries(db, { channelId: id, state: 'failed' }, undefined, 10);
    if (failed === undefined) throw new Error('nothing failed');
    expect(await replayDeliveries(db, { channelId: id, failedSince: NOW + 1 }, NOW)).toBe(0);
    expect(await replayDeliveries(db, { channelId: id, failedSince: NOW - 3_600_000 }, NOW)).toBe(1);
    expect(await claimDeliveries(db.pool, id, CLAIM)).toMatchObject([{ id: failed.id, attempts: 0 }]);
    expect(await replayDeliveries(db, { deliveryId: failed.id }, NOW)).toBe(0);
    await db.prisma.delivery.update({ where: { id: failed.id }, data: { state: 'delivered' } });
    expect(await replayDeliveries(db, { deliveryId: failed.id }, NOW)).toBe(1);
    expect((await readDelivery(db, failed.id))?.log).toHaveLength(1);
  });

  it('can be a test, whatever the channel wants', async () => {
    const { id } = await aChannel('nothing', 'variant.warned');
    const deliveryId = await addTestDelivery(db, id, 'user:ann', NOW);
    expect(await claimDeliveries(db.pool, id, CLAIM)).toMatchObject([{ id: deliveryId, eventType: 'test' }]);
  });
});

describe('a channel', () => {
  it('that is disabled gives up what waits for it, once, and the others are told', async () => {
    const { id } = await aChannel('broken', 'variant.killed', 'channel.disabled');
    const other = await aChannel('other', 'channel.disabled');
    await kill();
    const channel = await sending(id);
    expect(await disableChannel(db.pool, channel, 'nothing arrived for 24 h', NOW)).toBe(true);
    expect(await disableChannel(db.pool, channel, 'nothing arrived for 24 h', NOW)).toBe(false);
    expect(await readSendingChannel(db.pool, id, NOW)).toBeNull();
    expect(await listDeliveries(db, { channelId: id }, undefined, 10)).toMatchObject([
      { state: 'failed', error: 'the channel was disabled: nothing arrived for 24 h' },
    ]);
    expect(await claimDeliveries(db.pool, other.id, CLAIM)).toMatchObject([
      { eventType: 'channel.disabled', data: { channel: 'broken', reason: 'nothing arrived for 24 h' } },
    ]);
  });

  it('in Slack remembers its thread', async () => {
    const slack = { kind: 'slack', slackChannel: 'C123', secret: SEALED, id: randomUUID() } as const;
    const made = await createChannel(db, { ...slack, name: 's', eventTypes: [], createdBy: 'k', now: NOW });
    expect(made).not.toHaveProperty('sealedSecret');
    expect(await sending(made.id)).toMatchObject({
      thread: null,
      slackChannel: 'C123',
      sealedSecret: SEALED,
      sealedOldSecret: null,
    });
    await keepThread(db.pool, made.id, { id: '1700.01', at: NOW });
    expect(await sending(made.id)).toMatchObject({ thread: { id: '1700.01', at: NOW } });
  });
});
