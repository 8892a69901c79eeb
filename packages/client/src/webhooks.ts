import { createHmac, timingSafeEqual } from 'node:crypto';
import type { EventData } from './events.js';

/** What Cull reports. Later versions may report more. */
export type WebhookEventType =
  | 'variant.monitoring_started'
  | 'variant.warned'
  | 'variant.killed'
  | 'variant.approval_requested'
  | 'variant.would_have_killed'
  | 'variant.kill_failed'
  | 'variant.timed_out'
  | 'variant.stopped'
  | 'variant.revived'
  | 'variant.holdout_ended'
  | 'kills.paused'
  | 'kills.resumed'
  | 'breaker.tripped'
  | 'breaker.reset'
  | 'source.unhealthy'
  | 'source.healthy'
  | 'account.token_expiring'
  | 'account.budget_low'
  | 'engine.behind'
  | 'engine.caught_up'
  | 'policy.unreadable'
  | 'channel.disabled'
  | 'test';

export interface WebhookEvent {
  /** One of `WebhookEventType`, or one that a later version brings. */
  readonly type: WebhookEventType | (string & {});
  /** When it happened, ISO 8601. */
  readonly timestamp: string;
  readonly data: WebhookData;
}

/** An event whose data this version knows. */
export interface KnownEvent<Type extends keyof EventData> extends WebhookEvent {
  readonly type: Type;
  readonly data: EventData[Type] & WebhookData;
}

/** Returns whether an event is of this type, so that its data has the type's fields. */
export function isEvent<Type extends keyof EventData>(
  event: WebhookEvent,
  type: Type,
): event is KnownEvent<Type> {
  return event.type === type;
}

/** Plain JSON; fields may be added. */
export interface WebhookData {
  readonly monitoringId?: string | null;
  readonly variantId?: string | null;
  readonly personaId?: string | null;
  readonly [field: string]: unknown;
}

/** The webhook is not Cull's, or not of now. Answer it with 400, and do not act upon it. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

type HeaderValue = string | readonly string[] | undefined;

export interface VerifyWebhookOptions {
  /** The channel's secret, `whsec_…`; while it is being changed, the old and the new one. */
  readonly secret: string | readonly string[];
  /** Those of the request, as Node.js or fetch give them. */
  readonly headers: { get(name: string): string | null } | Readonly<Record<string, HeaderValue>>;
  /** The body as it came: parsing and writing it again would change its bytes. */
  readonly body: string | Uint8Array;
  /** Epoch milliseconds; the clock by default. */
  readonly now?: number;
  /** How far a webhook's time may be from now, in seconds; 5 minutes by default. */
  readonly toleranceSeconds?: number;
}

const TOLERANCE_SECONDS = 300;
const SECRET_PREFIX = 'whsec_';

/**
 * Checks a webhook by Standard Webhooks (https://www.standardwebhooks.com). `webhook-id` stays the same when Cull sends
 * one again: receivers tell repeats by it.
 * @returns The event.
 * @throws WebhookVerificationError that says which part is wrong; TypeError for a secret that is none.
 */
export function verifyWebhook(options: VerifyWebhookOptions): WebhookEvent {
  const { secret, headers, body, now = Date.now(), toleranceSeconds = TOLERANCE_SECONDS } = options;
  const keys = [secret].flat().map(keyOf);
  if (keys.length === 0) throw new TypeError('secret: is an empty list, needs at least one');
  const id = header(headers, 'webhook-id');
  const timestamp = header(headers, 'webhook-timestamp');
  const signatures = header(headers, 'webhook-signature');
  checkTime(timestamp, now, toleranceSeconds);
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), Buffer.from(body)]);
  const expected = keys.map((key) => createHmac('sha256', key).update(signed).digest());
  const given = signatures.split(' ').flatMap(signatureIn);
  if (given.length === 0)
    throw new WebhookVerificationError('webhook-signature: has no signature of version v1');
  if (
    !given.some((one) => expected.some((other) => one.length === other.length && timingSafeEqual(one, other)))
  )
    throw new WebhookVerificationError(
      'webhook-signature: fits neither the body nor the secret; the body has to be as it came, byte for byte',
    );
  return eventIn(Buffer.from(body).toString());
}

function keyOf(secret: string): Buffer {
  const encoded = secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret;
  const key = Buffer.from(encoded, 'base64');
  if (key.length === 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    throw new TypeError('secret: needs to be whsec_ and base64');
  return key;
}

function header(headers: VerifyWebhookOptions['headers'], name: string): string {
  const value = isGetter(headers)
    ? headers.get(name)
    : Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  const text = typeof value === 'string' || value == null ? value : value.join(' ');
  if (text == null || text === '') throw new WebhookVerificationError(`${name}: is missing`);
  return text;
}

function isGetter(headers: VerifyWebhookOptions['headers']): headers is { get(name: string): string | null } {
  return typeof headers['get'] === 'function';
}

function checkTime(timestamp: string, now: number, toleranceSeconds: number): void {
  if (!/^\d{1,12}$/.test(timestamp))
    throw new WebhookVerificationError('webhook-timestamp: needs to be whole seconds since 1970');
  const age = Math.floor(now / 1_000) - Number(timestamp);
  if (age > toleranceSeconds)
    throw new WebhookVerificationError(
      `webhook-timestamp: is ${age} s old, may be ${toleranceSeconds}; was it sent again by somebody else?`,
    );
  if (age < -toleranceSeconds)
    throw new WebhookVerificationError(
      `webhook-timestamp: is ${-age} s ahead; does one of the clocks go wrong?`,
    );
}

/** Versions other than v1 are for others to read. */
function signatureIn(versioned: string): Buffer[] {
  const [version, signature] = versioned.split(',');
  return version === 'v1' && signature !== undefined ? [Buffer.from(signature, 'base64')] : [];
}

function eventIn(text: string): WebhookEvent {
  const event: unknown = parse(text);
  if (!isObject(event) || typeof event['type'] !== 'string' || typeof event['timestamp'] !== 'string')
    throw new WebhookVerificationError('the body: is signed, but is no event with type, timestamp and data');
  const { type, timestamp, data } = event;
  if (!isObject(data)) throw new WebhookVerificationError('the body: data is no object');
  return { type, timestamp, data };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
