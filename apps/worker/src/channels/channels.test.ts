import { randomUUID } from 'node:crypto';
import { addTestDelivery, channelOwner, createChannel, generateWebhookSecret } from '@cull/db';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openReceiver, type Receiver } from '../../test/receiver';
import { createWorld, type World } from '../../test/world';

const soon = { timeout: 30_000, interval: 50 };
const secret = generateWebhookSecret();
let world: World;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  world = await createWorld({
    WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1/32',
    CULL_URL: 'https://cull.example.com',
  });
});
afterAll(async () => {
  await world.close();
  await receiver.close();
});

function aWebhook(path: string) {
  const id = randomUUID();
  return createChannel(world.db, {
    id,
    kind: 'webhook',
    name: path,
    url: `${receiver.url}${path}`,
    secret: world.box.seal(secret, channelOwner(id)),
    eventTypes: ['variant.killed'],
    createdBy: 'user:ann',
    now: Date.now(),
  });
}
const sentTo = (path: string) => receiver.received.filter((request) => request.path === path);

it('the worker tells a webhook of a kill, with what was cancelled', async () => {
  await aWebhook('/kills');
  const { variantId } = await world.post({ postId: await world.publish(3_000, 61), campaignId: 'spring' });
  await vi.waitFor(() => expect(sentTo('/kills')).toHaveLength(1), soon);
  const [{ body, headers } = { body: '', headers: {} }] = sentTo('/kills');
  const message = new Webhook(secret).verify(body, { ...headers } as Record<string, string>);
  expect(message).toMatchObject({
    type: 'variant.killed',
    data: {
      variantId,
      campaignId: 'spring',
      reason: 'below_threshold',
      views: 3_000,
      interactions: 61,
      cancelledPosts: ['tomorrow'],
      url: `https://cull.example.com/variants/${variantId}`,
    },
  });
});

it('a test of a channel is sent by the next reconcile pass, where nobody is woken', async () => {
  const { id } = await aWebhook('/test');
  await addTestDelivery(world.db, id, 'user:ann', Date.now());
  await vi.waitFor(() => expect(sentTo('/test')).toHaveLength(1), soon);
});
