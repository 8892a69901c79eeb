import {
  type ClaimedDelivery,
  claimDeliveries,
  type DeliveryAttempt,
  disableChannel,
  keepThread,
  readSendingChannel,
  recordAttempts,
  type SendingChannel,
} from '@cull/db';
import { SealError } from '@cull/process';
import pLimit from 'p-limit';
import type { WorkerContext } from '../context';
import { DISABLED_AFTER_MS, pauseAfter } from './retry';
import { openChannel, type SendContext, type Sent, type SlackChannel, type WebhookChannel } from './send';
import { sendToSlack } from './send-slack';
import { sendWebhook } from './send-webhook';

/** Messages to one webhook at once. */
const AT_ONCE = 8;
/** Three rounds of `AT_ONCE`, each with its time-out, end before a claim lapses. */
const WEBHOOK_BATCH = 24;
const SLACK_BATCH = 500;
const LEASE_MS = 60_000;
/** What comes so soon after a message in Slack is gathered into the next one. */
const GATHER_MS = 5_000;

/** What telling channels needs of a worker. */
type NotifyContext = Pick<WorkerContext, 'db' | 'notifier' | 'metrics' | 'log' | 'now'>;

/** Sends what is due for a channel, and writes down the result. */
export async function notifyChannel(
  context: NotifyContext,
  sending: SendContext,
  channelId: string,
): Promise<void> {
  const { db, now } = context;
  for (;;) {
    const channel = await readSendingChannel(db.pool, channelId, now());
    if (channel === null || isGathering(channel, now())) return;
    const limit = channel.kind === 'slack' ? SLACK_BATCH : WEBHOOK_BATCH;
    const claimed = await claimDeliveries(db.pool, channelId, { now: now(), leaseMs: LEASE_MS, limit });
    if (claimed.length === 0) return;
    await conclude(context, channel, await send(context, sending, channel, claimed));
  }
}

async function send(
  context: NotifyContext,
  sending: SendContext,
  channel: SendingChannel,
  claimed: readonly ClaimedDelivery[],
): Promise<readonly SentDelivery[]> {
  try {
    const open = openChannel(sending.box, channel);
    return open.kind === 'slack'
      ? await sendFolded(context, sending, open, claimed)
      : await sendEach(sending, open, claimed);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    const sent = { status: null, retryAfterMs: null, durationMs: 0, isGone: false };
    return claimed.map((delivery) => ({ delivery, ...sent, error: `its secret ${error.reason}` }));
  }
}

interface SentDelivery extends Sent {
  readonly delivery: ClaimedDelivery;
}

function isGathering(channel: SendingChannel, now: number): boolean {
  return channel.kind === 'slack' && channel.thread !== null && now - channel.thread.at < GATHER_MS;
}

async function sendEach(
  sending: SendContext,
  channel: WebhookChannel,
  claimed: readonly ClaimedDelivery[],
): Promise<readonly SentDelivery[]> {
  const limit = pLimit(AT_ONCE);
  return limit.map(claimed, async (delivery) => ({
    delivery,
    ...(await sendWebhook(sending, channel, delivery)),
  }));
}

async function sendFolded(
  { db }: NotifyContext,
  sending: SendContext,
  channel: SlackChannel,
  claimed: readonly ClaimedDelivery[],
): Promise<readonly SentDelivery[]> {
  const { sent, thread } = await sendToSlack(sending, channel, claimed);
  if (thread !== null && thread !== channel.thread) await keepThread(db.pool, channel.id, thread);
  return claimed.map((delivery) => ({ delivery, ...sent }));
}

async function conclude(
  { db, notifier, metrics, log, now }: NotifyContext,
  channel: SendingChannel,
  sent: readonly SentDelivery[],
): Promise<void> {
  const at = now();
  const attempts = sent.map((each) => attemptOf(each, at));
  const failingSince = await recordAttempts(db.pool, channel, attempts);
  for (const { delivery, error } of attempts) {
    metrics.deliveries.inc({ kind: channel.kind, result: error === null ? 'delivered' : 'failed' });
    if (error === null) metrics.deliverySeconds.observe({ kind: channel.kind }, (at - delivery.at) / 1000);
  }
  const failed = attempts.find(({ error }) => error !== null);
  if (failed === undefined) return;
  const { id: channelId, name } = channel;
  log.warn(
    { channelId, name, status: failed.status, reason: failed.error },
    'a channel did not take a message',
  );
  const reason = sent.some(({ isGone }) => isGone)
    ? 'its address answered 410, gone'
    : failingSince !== null && at - failingSince >= DISABLED_AFTER_MS
      ? `nothing has arrived for ${Math.floor((at - failingSince) / 3_600_000)} hours: ${failed.error}`
      : null;
  if (reason !== null && (await disableChannel(db.pool, channel, reason, at)))
    log.error({ channelId, name, reason }, 'a channel was disabled');
  notifier.publish({ kind: 'events' });
}

function attemptOf(
  { delivery, status, error, retryAfterMs, durationMs }: SentDelivery,
  at: number,
): DeliveryAttempt {
  const pause = error === null ? null : pauseAfter(delivery.attempts + 1, retryAfterMs, Math.random());
  const nextAttemptAt = pause === null ? null : at + pause;
  return { delivery, at, durationMs, status, error, nextAttemptAt };
}
