import type { ClaimedDelivery } from '@cull/db';
import { Webhook } from 'standardwebhooks';
import type { Links } from './links';

/** A message as Standard Webhooks has it sent. */
export interface WebhookMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Writes and signs a message, after https://www.standardwebhooks.com. Its id is the delivery's: a receiver that has
 * had it can tell.
 * @param secrets Each signs; a receiver needs to know one of them.
 * @param now When it is sent, epoch milliseconds; receivers refuse what is old.
 */
export function webhookMessage(
  { id, eventType, at, data }: ClaimedDelivery,
  secrets: readonly string[],
  links: Links,
  now: number,
): WebhookMessage {
  const { variantId } = data;
  const url = typeof variantId === 'string' ? { url: links.variant(variantId) } : {};
  const timestamp = new Date(at).toISOString();
  const body = JSON.stringify({ type: eventType, timestamp, data: { ...data, ...url } });
  const sentAt = new Date(now);
  return {
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Cull',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now / 1000)),
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
    },
    body,
  };
}
