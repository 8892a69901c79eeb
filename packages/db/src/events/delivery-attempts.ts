import type pg from 'pg';
import type { Sealed } from '../accounts/accounts';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { appendEvents } from './events';
import type { VariantEventData } from './variant-events';

/** A channel with what is needed to send to it. */
export type SendingChannel = {
  readonly id: string;
  readonly name: string;
  /** What signs, or Slack's bot token; sealed for `channelOwner(id)`. */
  readonly sealedSecret: Sealed;
  /** What signs next to it for a while after a rotation. */
  readonly sealedOldSecret: Sealed | null;
} & (
  | { readonly kind: 'webhook'; readonly url: string }
  | { readonly kind: 'slack'; readonly slackChannel: string; readonly thread: Thread | null }
);

/** A message in Slack that others may be put under. */
export interface Thread {
  readonly id: string;
  /** When it was last added to. */
  readonly at: number;
}

/** A delivery that this worker may send now. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly eventType: string;
  readonly at: number;
  readonly data: Readonly<Record<string, unknown>>;
  /** Attempts before this one, since it was made or replayed. */
  readonly attempts: number;
}

/** The channels that have something to send. */
export async function readDueChannels(db: Queryable, now: number): Promise<readonly string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM channels c WHERE disabled_at IS NULL AND EXISTS (
       SELECT 1 FROM deliveries WHERE channel_id = c.id AND state = 'pending' AND next_attempt_at <= $1)`,
    [toTimestamp(now)],
  );
  return rows.map(({ id }) => id);
}

/** A channel as it is sent to; null where there is none, where it is disabled, or while its secret is not encrypted yet. */
export async function readSendingChannel(
  db: Queryable,
  id: string,
  now: number,
): Promise<SendingChannel | null> {
  const { rows } = await db.query<ChannelColumns>(
    `SELECT id, kind, name, url, slack_channel, sealed_secret, secret_key_id, old_secret_key_id,
            CASE WHEN old_secret_until > $2 THEN sealed_old_secret END AS sealed_old_secret, thread, thread_at
     FROM channels WHERE id = $1 AND disabled_at IS NULL AND sealed_secret IS NOT NULL`,
    [id, toTimestamp(now)],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { name, kind, url, slack_channel: slackChannel } = row;
  const known = {
    id,
    name,
    sealedSecret: { keyId: row.secret_key_id, box: row.sealed_secret },
    sealedOldSecret:
      row.sealed_old_secret === null || row.old_secret_key_id === null
        ? null
        : { keyId: row.old_secret_key_id, box: row.sealed_old_secret },
  };
  if (kind === 'webhook' && url !== null) return { ...known, kind, url };
  if (kind === 'slack' && slackChannel !== null) {
    const { thread, thread_at: at } = row;
    return {
      ...known,
      kind,
      slackChannel,
      thread: thread === null || at === null ? null : { id: thread, at },
    };
  }
  throw new Error(`the channel ${id} has no address`);
}

interface ChannelColumns {
  readonly id: string;
  readonly kind: 'webhook' | 'slack';
  readonly name: string;
  readonly url: string | null;
  readonly slack_channel: string | null;
  readonly sealed_secret: Buffer;
  readonly secret_key_id: string;
  readonly sealed_old_secret: Buffer | null;
  readonly old_secret_key_id: string | null;
  readonly thread: string | null;
  readonly thread_at: number | null;
}

/**
 * Takes what is due for a channel, oldest first. Nobody else is given the same until `leaseMs` have passed: by then
 * this attempt is taken for lost.
 */
export async function claimDeliveries(
  db: Queryable,
  channelId: string,
  { now, leaseMs, limit }: { readonly now: number; readonly leaseMs: number; readonly limit: number },
): Promise<readonly ClaimedDelivery[]> {
  const { rows } = await db.query<ClaimedDelivery>(
    `WITH due AS (
       SELECT id FROM deliveries
       WHERE channel_id = $1 AND state = 'pending' AND next_attempt_at <= $2
       ORDER BY at, id LIMIT $4 FOR UPDATE SKIP LOCKED),
     claimed AS (
       UPDATE deliveries d SET next_attempt_at = $3 FROM due WHERE d.id = due.id
       RETURNING d.id, d.event_type AS "eventType", d.at, d.data, d.attempts)
     SELECT * FROM claimed ORDER BY at, id`,
    [channelId, toTimestamp(now), toTimestamp(now + leaseMs), limit],
  );
  return rows;
}

/** How an attempt ended. */
export interface DeliveryAttempt {
  readonly delivery: ClaimedDelivery;
  readonly at: number;
  readonly durationMs: number;
  /** The answer's HTTP status; null where there was none. */
  readonly status: number | null;
  /** What went wrong, in words for a person and without secrets; null where it was delivered. */
  readonly error: string | null;
  /** When to try again; null where it was delivered, or is given up. */
  readonly nextAttemptAt: number | null;
}

/**
 * Writes down how attempts ended. A kill that could not be delivered to a channel after all attempts is a failed kill step.
 * @returns Since when nothing has arrived at the channel; null where something just did.
 */
export async function recordAttempts(
  pool: pg.Pool,
  channel: SendingChannel,
  attempts: readonly DeliveryAttempt[],
): Promise<number | null> {
  return inTransaction(pool, async (client) => {
    await client.query(
      `INSERT INTO delivery_attempts (delivery_id, at, duration_ms, status, error)
       SELECT a.* FROM unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::int[], $5::text[])
         AS a(delivery_id, at, duration_ms, status, error)
       JOIN deliveries d ON d.id = a.delivery_id`,
      [
        attempts.map((a) => a.delivery.id),
        attempts.map((a) => toTimestamp(a.at)),
        attempts.map((a) => Math.round(a.durationMs)),
        attempts.map((a) => a.status),
        attempts.map((a) => a.error),
      ],
    );
    await client.query(
      `UPDATE deliveries d
       SET state = r.state, attempts = d.attempts + 1, error = r.error, next_attempt_at = r.next_attempt_at,
           ended_at = CASE WHEN r.state <> 'pending' THEN r.at END
       FROM unnest($1::uuid[], $2::delivery_state[], $3::text[], $4::timestamptz[], $5::timestamptz[])
         AS r(id, state, error, next_attempt_at, at)
       WHERE d.id = r.id`,
      [
        attempts.map((a) => a.delivery.id),
        attempts.map(stateAfter),
        attempts.map((a) => a.error),
        attempts.map((a) => toTimestamp(a.nextAttemptAt)),
        attempts.map((a) => toTimestamp(a.at)),
      ],
    );
    await appendEvents(
      client,
      attempts.filter(isUntoldKill).map((a) => untoldEvent(channel, a)),
    );
    const arrived = attempts.some(({ error }) => error === null);
    const times = attempts.map(({ at }) => at);
    const { rows } = await client.query<{ since: number | null }>(
      `UPDATE channels
       SET tried_at = $4, failing_since = CASE WHEN $2 THEN NULL ELSE COALESCE(failing_since, $3) END
       WHERE id = $1 RETURNING failing_since AS since`,
      [channel.id, arrived, toTimestamp(Math.min(...times)), toTimestamp(Math.max(...times))],
    );
    return rows[0]?.since ?? null;
  });
}

function stateAfter({ error, nextAttemptAt }: DeliveryAttempt): 'delivered' | 'pending' | 'failed' {
  if (error === null) return 'delivered';
  return nextAttemptAt === null ? 'failed' : 'pending';
}

function isUntoldKill(attempt: DeliveryAttempt): boolean {
  return attempt.delivery.eventType === 'variant.killed' && stateAfter(attempt) === 'failed';
}

function untoldEvent({ name }: SendingChannel, { delivery, at, error }: DeliveryAttempt) {
  const { monitoringId, variantId, personaId } = delivery.data;
  return {
    at,
    type: 'variant.kill_failed' as const,
    ...(typeof monitoringId === 'string' && { monitoringId }),
    ...(typeof variantId === 'string' && { variantId }),
    ...(typeof personaId === 'string' && { personaId }),
    data: { step: 'notify', channel: name, error } satisfies VariantEventData['variant.kill_failed'],
  };
}

/** Remembers which message in Slack the next ones are put under. */
export async function keepThread(db: Queryable, channelId: string, { id, at }: Thread): Promise<void> {
  await db.query('UPDATE channels SET thread = $2, thread_at = $3 WHERE id = $1', [
    channelId,
    id,
    toTimestamp(at),
  ]);
}

/**
 * Disables a channel that has not worked for long, gives up what waits for it, and says so in the event log, which the
 * other channels receive.
 * @returns False where it was disabled already.
 */
export async function disableChannel(
  pool: pg.Pool,
  { id, name }: SendingChannel,
  reason: string,
  now: number,
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      'UPDATE channels SET disabled_at = $2, disabled_reason = $3 WHERE id = $1 AND disabled_at IS NULL',
      [id, toTimestamp(now), reason],
    );
    if (rowCount === 0) return false;
    await client.query(
      `UPDATE deliveries SET state = 'failed', error = $3, next_attempt_at = NULL, ended_at = $2
       WHERE channel_id = $1 AND state = 'pending'`,
      [id, toTimestamp(now), `the channel was disabled: ${reason}`],
    );
    const data = { channelId: id, channel: name, reason } satisfies VariantEventData['channel.disabled'];
    await appendEvents(client, [{ at: now, type: 'channel.disabled', data }]);
    return true;
  });
}
