import { randomUUID } from 'node:crypto';
import {
  addTestDelivery,
  appendEvents,
  type ChannelRow,
  channelOwner,
  createChannel,
  type Database,
  generateWebhookSecret,
  listDeliveries,
  migrate,
  openDatabase,
  readChannel,
  replaceSecret,
} from '@cull/db';
import { createAddressGuard, createSecretBox, networksSchema } from '@cull/process';
import { createNotifier, type Notifier } from '@cull/queue';
import { testDatabase } from '@cull/servers/testing';
import { pino } from 'pino';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { likeSlack, openReceiver, type Receiver } from '../../test/receiver';
import { createMetrics } from '../metrics';
import { linksTo } from './links';
import { notifyChannel } from './notify-channel';
import { createOutbound } from './outbound';
import type { SendContext } from './send';

const BOX = createSecretBox(Buffer.alloc(32, 1));
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let db: Database;
let notifier: Notifier;
let receiver: Receiver;
let sending: SendContext;
let clock = Date.now();
const now = () => clock;

beforeAll(async () => {
  const url = await testDatabase();
  await migrate(url);
  db = openDatabase({ url, applicationName: 'cull-test', maxConnections: 4, onError: () => {} });
  notifier = createNotifier({ databaseUrl: url }, () => {});
});
afterAll(async () => {
  await notifier.close();
  await db.close();
});
beforeEach(async ({ onTestFinished }) => {
  await db.prisma.channel.deleteMany();
  clock = Date.now();
  receiver = await openReceiver();
  sending = sendingTo('127.0.0.1/32');
  onTestFinished(async () => {
    await sending.outbound.close();
    await sending.slack.close();
    await receiver.close();
  });
});

function sendingTo(...allowed: string[]): SendContext {
  const networks = allowed.flatMap((network) => networksSchema.parse(network));
  return {
    outbound: createOutbound(createAddressGuard(networks)),
    slack: createOutbound(() => null),
    slackApiUrl: `${receiver.url}/api`,
    box: BOX,
    links: linksTo('https://cull.example.com'),
    now,
  };
}

function notify({ id }: ChannelRow, how = sending) {
  const context = { db, notifier, metrics: createMetrics(), log: pino({ level: 'silent' }), now };
  return notifyChannel(context, how, id);
}

const SECRET = generateWebhookSecret();
const asked = { createdBy: 'user:ann', eventTypes: ['variant.killed', 'channel.disabled'] } as const;
const seal = (id: string, secret: string) => BOX.seal(secret, channelOwner(id));

function aWebhook(url = `${receiver.url}/hook`) {
  const id = randomUUID();
  const webhook = { kind: 'webhook', name: 'orchestrator', url, secret: seal(id, SECRET) } as const;
  return createChannel(db, { ...asked, ...webhook, id, now: clock });
}

function aSlackChannel() {
  const id = randomUUID();
  const slack = { kind: 'slack', name: 'growth', slackChannel: 'C1', secret: seal(id, 'xoxb-1') } as const;
  return createChannel(db, { ...asked, ...slack, id, now: clock });
}

async function kills(...variantIds: string[]) {
  const numbers = { reason: 'evidence', views: 900, interactions: 3, engagementRate: 3 / 900 };
  const session = { monitoringId: randomUUID(), expectedEngagementRate: 0.06 };
  const data = { ...numbers, ...session, text: 'Killed: too few.' };
  const events = variantIds.map((variantId) => ({
    at: clock,
    type: 'variant.killed' as const,
    variantId,
    personaId: 'ada',
    data,
  }));
  await appendEvents(db.pool, events);
}

const deliveriesOf = ({ id }: ChannelRow) => listDeliveries(db, { channelId: id }, undefined, 100);

describe('a webhook', () => {
  it('is sent a signed message, with an id that stays', async () => {
    const channel = await aWebhook();
    await kills('v1');
    receiver.answerWith(() => ({ status: 500 }));
    await notify(channel);
    receiver.answerWith(() => ({ status: 202 }));
    clock += 10_000;
    await notify(channel);

    const [first, second, ...more] = receiver.received;
    expect(more).toEqual([]);
    expect(first?.headers['webhook-id']).toBe(second?.headers['webhook-id']);
    expect(first?.headers['webhook-signature']).not.toBe(second?.headers['webhook-signature']);
    const { body = '', headers } = second ?? {};
    const known = new Webhook(SECRET);
    expect(known.verify(body, { ...headers } as Record<string, string>)).toEqual({
      type: 'variant.killed',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: expect.objectContaining({
        variantId: 'v1',
        personaId: 'ada',
        interactions: 3,
        url: 'https://cull.example.com/variants/v1',
      }),
    });
    expect(await deliveriesOf(channel)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
  });

  it('is signed with both secrets for a day after a rotation', async () => {
    const channel = await aWebhook();
    const next = generateWebhookSecret();
    await replaceSecret(db, channel.id, seal(channel.id, next), true, clock);
    const signedBy = async () => {
      await addTestDelivery(db, channel.id, 'user:ann', clock);
      await notify(channel);
      const { body = '', headers } = receiver.received.at(-1) ?? {};
      const sentAt = new Date(Number(headers?.['webhook-timestamp']) * 1000);
      const good = (secret: string) => {
        const signature = new Webhook(secret).sign(String(headers?.['webhook-id']), sentAt, body);
        return String(headers?.['webhook-signature']).split(' ').includes(signature);
      };
      return [good(next), good(SECRET)];
    };
    expect(await signedBy()).toEqual([true, true]);
    clock += 25 * HOUR;
    expect(await signedBy()).toEqual([true, false]);
  });

  it('is tried again with growing pauses, as long as the receiver asks, and then given up', async () => {
    const channel = await aWebhook();
    await kills('v1');
    receiver.answerWith(() => ({ status: 429, headers: { 'retry-after': '120' } }));
    await notify(channel);
    const [waiting] = await deliveriesOf(channel);
    expect(waiting).toMatchObject({ state: 'pending', error: 'answered 429' });
    expect(waiting?.nextAttemptAt?.getTime()).toBe(clock + 2 * MINUTE);
    receiver.answerWith(() => ({ status: 500 }));
    for (let attempt = 2; attempt <= 10; attempt += 1) {
      const [{ nextAttemptAt } = { nextAttemptAt: null }] = await deliveriesOf(channel);
      clock = nextAttemptAt?.getTime() ?? clock;
      await notify(channel);
    }
    expect(await deliveriesOf(channel)).toMatchObject([{ state: 'failed', attempts: 10 }]);
    expect(receiver.received).toHaveLength(10);
    expect(await readChannel(db, channel.id)).toMatchObject({ disabledAt: null });
  });

  it('that nothing reaches for a day is disabled, and the other channels are told', async () => {
    const channel = await aWebhook('http://127.0.0.1:1/');
    const other = await aWebhook(`${receiver.url}/other`);
    await kills('v1');
    await notify(channel);
    await notify(other);
    clock += 24 * HOUR + MINUTE;
    await addTestDelivery(db, channel.id, 'user:ann', clock);
    await notify(channel);
    const disabled = await readChannel(db, channel.id);
    expect(disabled?.disabledAt).not.toBeNull();
    expect(disabled?.disabledReason).toMatch(/^nothing has arrived for 24 hours: .*ECONNREFUSED/);
    expect((await deliveriesOf(channel)).map(({ state }) => state)).toEqual(['failed', 'failed']);
    await notify(other);
    expect(JSON.parse(receiver.received.at(-1)?.body ?? '')).toMatchObject({
      type: 'channel.disabled',
      data: { channel: 'orchestrator' },
    });
  });

  it('that is gone is disabled at once', async () => {
    const channel = await aWebhook();
    await kills('v1', 'v2');
    receiver.answerWith(() => ({ status: 410 }));
    await notify(channel);
    expect(await readChannel(db, channel.id)).toMatchObject({
      disabledReason: 'its address answered 410, gone',
    });
  });

  it('whose secret no key opens says so, and is tried again', async () => {
    const channel = await aWebhook();
    await kills('v1');
    await notify(channel, { ...sending, box: createSecretBox(Buffer.alloc(32, 2)) });
    expect(receiver.received).toEqual([]);
    const [delivery] = await deliveriesOf(channel);
    expect(delivery).toMatchObject({ state: 'pending', attempts: 1 });
    expect(delivery?.error).toMatch('its secret is encrypted with the key');
    clock += 10_000;
    await notify(channel);
    expect(await deliveriesOf(channel)).toMatchObject([{ state: 'delivered' }]);
  });

  it('that answers again is working again', async () => {
    const channel = await aWebhook();
    await kills('v1');
    receiver.answerWith(() => ({ status: 500 }));
    await notify(channel);
    expect((await readChannel(db, channel.id))?.failingSince).not.toBeNull();
    receiver.answerWith(() => ({ status: 200 }));
    clock += 10_000;
    await notify(channel);
    expect((await readChannel(db, channel.id))?.failingSince).toBeNull();
  });

  it.each([
    { name: 'this machine', url: () => receiver.url, says: 'is not a public address' },
    {
      name: 'this machine by name',
      url: () => receiver.url.replace('127.0.0.1', 'localhost'),
      says: 'is not a public address',
    },
    {
      name: 'this machine in other words',
      url: () => receiver.url.replace('127.0.0.1', '0x7f.1'),
      says: 'is not a public address',
    },
    {
      name: 'this machine in IPv6',
      url: () => receiver.url.replace('127.0.0.1', '[::ffff:7f00:1]'),
      says: 'is not a public address',
    },
    {
      name: 'a metadata service',
      url: () => 'http://169.254.169.254/latest',
      says: 'is not a public address',
    },
    { name: 'a public address without TLS', url: () => 'http://93.184.216.34/', says: 'needs https' },
  ])('at $name is not spoken to', async ({ url, says }) => {
    const channel = await aWebhook(url());
    await kills('v1');
    const guarded = sendingTo();
    await notify(channel, guarded);
    await guarded.outbound.close();
    expect(receiver.received).toEqual([]);
    expect(await deliveriesOf(channel)).toMatchObject([{ error: expect.stringContaining(says) }]);
  });

  it('is not followed to another address', async () => {
    const channel = await aWebhook();
    await kills('v1');
    receiver.answerWith(() => ({ status: 302, headers: { location: `${receiver.url}/elsewhere` } }));
    await notify(channel);
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
    expect(await deliveriesOf(channel)).toMatchObject([{ error: 'answered 302' }]);
  });
});

describe('a channel in Slack', () => {
  const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));

  it('has one thread for an incident, with what comes together in one message', async () => {
    const channel = await aSlackChannel();
    receiver.answerWith(likeSlack());
    await kills('first');
    await notify(channel);
    await kills('second', 'third', 'fourth');
    await notify(channel);
    expect(receiver.received).toHaveLength(1);
    clock += 5_000;
    await notify(channel);
    expect(bodies()).toMatchObject([
      { channel: 'C1', text: 'first: Killed: too few.' },
      { channel: 'C1', text: '3 variants killed', thread_ts: '1700000000.000001' },
    ]);
    expect(bodies()[0]).not.toHaveProperty('thread_ts');
    expect(receiver.received[0]).toMatchObject({
      path: '/api/chat.postMessage',
      headers: { authorization: 'Bearer xoxb-1' },
    });

    clock += 11 * MINUTE;
    await kills('much later');
    await notify(channel);
    expect(bodies()[2]).not.toHaveProperty('thread_ts');
    expect((await deliveriesOf(channel)).every(({ state }) => state === 'delivered')).toBe(true);
  });

  it.each([
    {
      name: 'refuses',
      reply: { status: 200, body: '{"ok":false,"error":"invalid_auth"}' },
      says: 'Slack answered invalid_auth',
    },
    { name: 'is down', reply: { status: 503, body: '<html>' }, says: 'Slack answered 503' },
  ])('that $name is tried again, and all of it is told then', async ({ reply, says }) => {
    const channel = await aSlackChannel();
    receiver.answerWith(() => reply);
    await kills('a', 'b');
    await notify(channel);
    expect(await deliveriesOf(channel)).toMatchObject([{ error: says }, { error: says }]);
    receiver.answerWith(likeSlack());
    clock += 10_000;
    await notify(channel);
    expect(bodies()[1]).toMatchObject({ text: '2 variants killed' });
  });
});
