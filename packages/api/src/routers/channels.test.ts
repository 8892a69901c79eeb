import { channelOwner, claimDeliveries, readSendingChannel, recordAttempts, type Sealed } from '@cull/db';
import { createSecretBox } from '@cull/process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aVariant, ENCRYPTION_KEY, startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    webhookRefusal: (url) => (url.includes('//10.') ? '10.0.0.1 is in a private network' : null),
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.db.prisma.channel.deleteMany();
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const URL_OF_HOOK = 'https://orchestrator.example.com/cull';
const SOON = { leaseMs: 60_000, limit: 100 };
const channels = () => server.client.channels;
const deliveries = () => server.client.deliveries;
const aWebhook = () => channels().createWebhook.mutate({ name: ' orchestrator ', url: URL_OF_HOOK });

/** What a worker would sign with. */
async function secretsOf(channelId: string) {
  const stored = await readSendingChannel(server.db.pool, channelId, Date.now());
  const box = createSecretBox(ENCRYPTION_KEY);
  const open = (sealed: Sealed | null = null) => sealed && box.open(sealed, channelOwner(channelId));
  return [open(stored?.sealedSecret), open(stored?.sealedOldSecret)];
}

/** What a worker would write down of everything that is due. */
async function attempt(channelId: string, error: string | null) {
  const { pool } = server.db;
  const channel = await readSendingChannel(pool, channelId, Date.now());
  if (channel === null) throw new Error('the channel is disabled');
  const claimed = await claimDeliveries(pool, channelId, { ...SOON, now: Date.now() + 1_000 });
  const ended = {
    at: Date.now(),
    durationMs: 8,
    status: error === null ? 200 : 500,
    error,
    nextAttemptAt: null,
  };
  await recordAttempts(
    pool,
    channel,
    claimed.map((delivery) => ({ delivery, ...ended })),
  );
}

describe('a webhook', () => {
  it('is made with a secret that is shown once, and wants what somebody has to know', async () => {
    const made = await aWebhook();
    expect(made).toMatchObject({ kind: 'webhook', name: 'orchestrator', url: URL_OF_HOOK, state: 'untried' });
    expect(made.secret).toMatch(/^whsec_[\w+/]{43}=$/);
    expect(made.eventTypes).toContain('variant.killed');
    expect(made.createdBy).toBe('key:first');
    const { items } = await channels().list.query();
    expect(items).toHaveLength(1);
    expect(JSON.stringify(items)).not.toContain(made.secret);
  });

  it('gets a new secret, which is another one', async () => {
    const { channelId, secret } = await aWebhook();
    const rotated = await channels().rotateSecret.mutate({ channelId });
    expect(rotated.secret).not.toBe(secret);
    expect(await secretsOf(channelId)).toEqual([rotated.secret, secret]);
  });

  it('has its secret nowhere in the database', async () => {
    const address = `${URL_OF_HOOK}?token=hidden-in-the-address`;
    const { channelId, secret } = await channels().createWebhook.mutate({ name: 'a', url: address });
    await channels().rotateSecret.mutate({ channelId });
    const { rows } = await server.db.pool.query<{ row: string }>('SELECT c::text AS row FROM channels c');
    expect(JSON.stringify(rows)).not.toContain(secret);
    const { rows: trail } = await server.db.pool.query('SELECT a::text FROM audit_entries a');
    expect(JSON.stringify(trail)).not.toMatch(/whsec_|hidden-in-the-address/);
    expect(JSON.stringify(trail)).toContain(`${URL_OF_HOOK}?token=(secret)`);
  });

  it('is changed, disabled and enabled again', async () => {
    const { channelId } = await aWebhook();
    const changed = await channels().update.mutate({ channelId, name: 'b', eventTypes: ['variant.stopped'] });
    expect(changed).toMatchObject({ name: 'b', url: URL_OF_HOOK, eventTypes: ['variant.stopped'] });
    const disabled = await channels().update.mutate({ channelId, isEnabled: false });
    expect(disabled).toMatchObject({ state: 'disabled', disabledReason: 'disabled by key:first' });
    await expect(channels().test.mutate({ channelId })).rejects.toThrow('is disabled');
    const enabled = await channels().update.mutate({ channelId, isEnabled: true });
    expect(enabled).toMatchObject({ state: 'untried', disabledAt: null, disabledReason: null });
  });

  it('works or fails once it was tried, and is untried again at another address', async () => {
    const { channelId } = await aWebhook();
    const stateNow = async () => (await channels().list.query()).items[0]?.state;
    for (const [error, state] of [[null, 'working'] as const, ['answered 500', 'failing'] as const]) {
      await channels().test.mutate({ channelId });
      await attempt(channelId, error);
      expect(await stateNow()).toBe(state);
    }
    await channels().update.mutate({ channelId, url: 'https://elsewhere.example.com/cull' });
    expect(await stateNow()).toBe('untried');
    await expect(channels().update.mutate({ channelId, url: 'https://10.0.0.1' })).rejects.toThrow(
      'url: 10.0.0.1 is in a private network',
    );
  });

  it('is removed with its log', async () => {
    const { channelId } = await aWebhook();
    await channels().test.mutate({ channelId });
    await channels().remove.mutate({ channelId, reason: 'moved' });
    expect(await channels().list.query()).toEqual({ items: [] });
    expect((await deliveries().list.query({ channelId })).items).toEqual([]);
  });

  it.each([
    { name: 'no address', change: { url: 'orchestrator' }, says: 'url: needs an address like' },
    {
      name: 'an address of another kind',
      change: { url: 'ftp://example.com' },
      says: 'url: needs an address',
    },
    {
      name: 'a password in its address',
      change: { url: 'https://a:b@example.com' },
      says: 'must not have a user',
    },
    {
      name: 'a password alone in its address',
      change: { url: 'https://:secret@example.com' },
      says: 'must not have a user',
    },
    {
      name: 'an address that would be refused',
      change: { url: 'https://10.0.0.1/cull' },
      says: 'url: 10.0.0.1 is in a private network',
    },
    { name: 'an unknown event', change: { eventTypes: ['variant.everything'] }, says: 'eventTypes.0' },
    { name: 'no event', change: { eventTypes: [] }, says: 'eventTypes' },
    { name: 'no name', change: { name: ' ' }, says: 'name: needs a name' },
    { name: 'a field too many', change: { secret: 'mine' }, says: 'secret' },
  ])('with $name is refused', async ({ change, says }) => {
    const refused = await server.call('channels.createWebhook', { name: 'x', url: URL_OF_HOOK, ...change });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(says)]);
  });

  it('is one of fifty at most', async () => {
    await Promise.all(Array.from({ length: 50 }, aWebhook));
    await expect(aWebhook()).rejects.toThrow('there are 50 channels already');
  });
});

describe('a channel in Slack', () => {
  const slack = { name: 'growth', botToken: 'xoxb-1-secret', slackChannel: 'C0123456789' };

  it('is made, never shows its token, and takes another', async () => {
    const made = await channels().createSlack.mutate(slack);
    expect(made).toMatchObject({ kind: 'slack', slackChannel: 'C0123456789', url: null });
    expect(JSON.stringify([made, await channels().list.query()])).not.toContain('xoxb');
    await channels().replaceToken.mutate({ channelId: made.channelId, botToken: 'xoxb-2' });
    expect(await secretsOf(made.channelId)).toEqual(['xoxb-2', null]);
  });

  it('is no webhook, nor a webhook a channel in Slack', async () => {
    const inSlack = await channels().createSlack.mutate(slack);
    const { channelId } = await aWebhook();
    await expect(channels().rotateSecret.mutate({ channelId: inSlack.channelId })).rejects.toThrow(
      'is not a webhook channel',
    );
    await expect(channels().update.mutate({ channelId, slackChannel: 'C1' })).rejects.toThrow(
      'slackChannel: ',
    );
    await expect(channels().replaceToken.mutate({ channelId, botToken: 'xoxb-2' })).rejects.toThrow(
      'is not a slack channel',
    );
  });

  it('needs a bot token', async () => {
    const refused = await server.call('channels.createSlack', { ...slack, botToken: 'xoxp-1' });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringContaining('botToken: needs a bot token'),
    ]);
  });
});

describe('the delivery log', () => {
  it('shows each attempt, and a kill that reached nobody as a failed step', async () => {
    const { channelId } = await aWebhook();
    const { variantId } = await server.client.variants.posted.mutate(aVariant());
    await server.client.monitoring.kill.mutate({ variantId, reason: 'a wrong picture' });
    const pending = await server.client.monitoring.status.query({ variantId });
    const step = { kind: 'notify', channel: 'orchestrator' };
    expect(pending.killSteps).toContainEqual({ ...step, state: 'pending', attempts: 0, error: null });
    await attempt(channelId, 'answered 500');
    const failed = await server.client.monitoring.status.query({ variantId });
    expect(failed.killSteps).toContainEqual({ ...step, state: 'failed', attempts: 1, error: 'answered 500' });
    expect(await channels().list.query()).toMatchObject({ items: [{ state: 'failing' }] });

    const { items } = await deliveries().list.query({ state: 'failed', eventType: 'variant.killed' });
    expect(items).toMatchObject([
      { channel: 'orchestrator', error: 'answered 500', attempts: [{ status: 500, durationMs: 8 }] },
    ]);
    expect(items[0]?.data).toMatchObject({ variantId, note: 'a wrong picture' });
    const [{ deliveryId, monitoringId } = { deliveryId: '', monitoringId: '' }] = items;
    expect(await deliveries().get.query({ deliveryId })).toEqual(items[0]);
    expect((await deliveries().list.query({ monitoringId: monitoringId ?? '' })).items).not.toEqual([]);
  });

  it('has a message sent once more, or all that failed', async () => {
    const { channelId } = await aWebhook();
    const { deliveryId } = await channels().test.mutate({ channelId });
    await expect(deliveries().replay.mutate({ deliveryId })).rejects.toThrow('waits for its first attempt');
    await attempt(channelId, 'answered 500');
    expect(await deliveries().replay.mutate({ deliveryId })).toMatchObject({ deliveryId, state: 'pending' });
    await attempt(channelId, 'answered 500');
    const since = new Date(Date.now() - 60_000).toISOString();
    expect(await deliveries().replayFailed.mutate({ channelId, since })).toEqual({ replayed: 1 });
    await attempt(channelId, null);
    expect(await deliveries().get.query({ deliveryId })).toMatchObject({ state: 'delivered', error: null });
    expect((await deliveries().get.query({ deliveryId })).attempts).toHaveLength(3);
  });

  it('is read page by page', async () => {
    const { channelId } = await aWebhook();
    for (let count = 0; count < 5; count += 1) await channels().test.mutate({ channelId });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deliveries().list.query({ limit: 2, ...(cursor !== undefined && { cursor }) });
      seen.push(...page.items.map(({ deliveryId }) => deliveryId));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(new Set(seen).size).toBe(5);
    await expect(deliveries().list.query({ cursor: NOBODY })).rejects.toThrow('was not given by this list');
  });
});

it('what is unknown is said to be unknown', async () => {
  const calls: [string, object][] = [
    ['channels.update', { channelId: NOBODY }],
    ['channels.rotateSecret', { channelId: NOBODY }],
    ['channels.replaceToken', { channelId: NOBODY, botToken: 'xoxb-1' }],
    ['channels.remove', { channelId: NOBODY, reason: 'x' }],
    ['channels.test', { channelId: NOBODY }],
    ['deliveries.replay', { deliveryId: NOBODY }],
    ['deliveries.replayFailed', { channelId: NOBODY, since: '2026-01-01T00:00:00Z' }],
  ];
  for (const [procedure, input] of calls) {
    const refused = await server.call(procedure, input);
    expect([procedure, refused.status, await refused.text()]).toEqual([
      procedure,
      404,
      expect.stringContaining('is unknown'),
    ]);
  }
});
