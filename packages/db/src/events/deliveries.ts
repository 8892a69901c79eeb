import { randomUUID } from 'node:crypto';
import type { Prisma } from '../generated/client';
import { DeliveryState } from '../generated/enums';
import { type Database, type SqlDatabase, toTimestamp } from '../system/database';
import { TEST_EVENT } from './channels';

export { DeliveryState };

const withLog = {
  channel: { select: { name: true, kind: true } },
  log: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.DeliveryInclude;

/** A delivery with the name of its channel and every attempt. */
export type DeliveryRow = Prisma.DeliveryGetPayload<{ include: typeof withLog }>;

export interface DeliveryFilter {
  readonly channelId?: string | undefined;
  readonly state?: DeliveryState | undefined;
  readonly eventType?: string | undefined;
  readonly monitoringId?: string | undefined;
}

/**
 * The delivery log, newest first, one page at a time.
 * @param after The last delivery of the page before.
 */
export function listDeliveries(
  { prisma }: Database,
  { channelId, state, eventType, monitoringId }: DeliveryFilter,
  after: string | undefined,
  limit: number,
): Promise<DeliveryRow[]> {
  return prisma.delivery.findMany({
    where: {
      ...(channelId !== undefined && { channelId }),
      ...(state !== undefined && { state }),
      ...(eventType !== undefined && { eventType }),
      ...(monitoringId !== undefined && { monitoringId }),
    },
    include: withLog,
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: limit,
    ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
  });
}

export function readDelivery({ prisma }: Database, id: string): Promise<DeliveryRow | null> {
  return prisma.delivery.findUnique({ where: { id }, include: withLog });
}

/**
 * Makes a delivery that shows whether a channel works.
 * @returns Its id.
 */
export async function addTestDelivery(
  { prisma }: Database,
  channelId: string,
  actor: string,
  now: number,
): Promise<string> {
  const at = new Date(now);
  const data = { text: 'This is a test: the channel works.', actor };
  const { id } = await prisma.delivery.create({
    data: { id: randomUUID(), channelId, eventType: TEST_EVENT, at, data, nextAttemptAt: at },
  });
  return id;
}

/** Which deliveries to send once more: one, or all that failed since an instant. */
export type Replay =
  | { readonly deliveryId: string }
  | { readonly channelId: string; readonly failedSince: number };

/**
 * Has deliveries sent once more under their own ids, so that a receiver can tell that it has had one.
 * @returns How many; what has not been tried yet, and what is for a disabled channel, is left alone.
 */
export async function replayDeliveries({ pool }: Database, replay: Replay, now: number): Promise<number> {
  const [condition, values] =
    'deliveryId' in replay
      ? [`d.id = $2`, [replay.deliveryId]]
      : [
          `d.channel_id = $2 AND d.state = 'failed' AND d.at >= $3`,
          [replay.channelId, toTimestamp(replay.failedSince)],
        ];
  const { rowCount } = await pool.query(
    `UPDATE deliveries d SET state = 'pending', attempts = 0, next_attempt_at = $1, ended_at = NULL
     FROM channels c
     WHERE c.id = d.channel_id AND c.disabled_at IS NULL AND ${condition}
       AND (d.state <> 'pending' OR d.attempts > 0)`,
    [toTimestamp(now), ...values],
  );
  return rowCount ?? 0;
}

/** Deliveries that one call drops. */
const MAX_DROPPED = 5_000;

/**
 * Drops deliveries that ended before an instant, with their attempts, the oldest first.
 * @returns How many; there may be more.
 */
export async function dropOldDeliveries({ pool }: SqlDatabase, before: number): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM deliveries WHERE id = ANY(ARRAY(
       SELECT id FROM deliveries WHERE at < $1 AND ended_at < $1 AND state <> 'pending' ORDER BY at LIMIT $2))`,
    [toTimestamp(before), MAX_DROPPED],
  );
  return rowCount ?? 0;
}
