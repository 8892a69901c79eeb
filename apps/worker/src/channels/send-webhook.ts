import type { ClaimedDelivery } from '@cull/db';
import type { SendContext, Sent, WebhookChannel } from './send';
import { webhookMessage } from './webhook-message';

const GONE = 410;

/** Sends one delivery to a webhook. */
export async function sendWebhook(
  { outbound, links, now }: SendContext,
  { url, secret, oldSecret }: WebhookChannel,
  delivery: ClaimedDelivery,
): Promise<Sent> {
  const secrets = oldSecret === null ? [secret] : [secret, oldSecret];
  const { headers, body } = webhookMessage(delivery, secrets, links, now());
  const { status, error, retryAfterMs, durationMs } = await outbound.post(url, headers, body);
  const isTaken = status !== null && status >= 200 && status < 300;
  return {
    status,
    error: isTaken ? null : (error ?? `answered ${status}`),
    retryAfterMs,
    durationMs,
    isGone: status === GONE,
  };
}
