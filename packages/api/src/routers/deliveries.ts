import { type DeliveryRow, listDeliveries, readChannel, readDelivery, replayDeliveries } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { auditedProcedure } from '../access/audit';
import {
  deliveriesInput,
  deliveriesOutput,
  deliveryInput,
  deliveryOutput,
  replayedOutput,
  replayFailedInput,
} from '../schemas/channels';
import { toIso } from '../schemas/common';
import { procedureFor, router, unknownCursor } from '../trpc';

/** The log of what channels were told, and how that went. */
export const deliveriesRouter = router({
  list: procedureFor('admin')
    .input(deliveriesInput)
    .output(deliveriesOutput)
    .query(async ({ ctx: { services }, input: { cursor, limit, ...filter } }) => {
      const rows = await listDeliveries(services.db, filter, cursor, limit);
      if (rows.length === 0 && cursor !== undefined && (await readDelivery(services.db, cursor)) === null)
        throw unknownCursor(cursor);
      return {
        items: rows.map(presentDelivery),
        nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
      };
    }),

  get: procedureFor('admin')
    .input(deliveryInput)
    .output(deliveryOutput)
    .query(async ({ ctx: { services }, input: { deliveryId } }) => {
      const row = await readDelivery(services.db, deliveryId);
      if (row === null) throw unknownDelivery(deliveryId);
      return presentDelivery(row);
    }),

  /** Sends a message once more, under the id that it had. */
  replay: auditedProcedure('admin', deliveryInput)
    .output(deliveryOutput)
    .mutation(async ({ ctx: { services }, input: { deliveryId } }) => {
      const replayed = await replayDeliveries(services.db, { deliveryId }, services.now());
      const row = await readDelivery(services.db, deliveryId);
      if (row === null) throw unknownDelivery(deliveryId);
      if (replayed === 0) {
        const message = `deliveryId: ${deliveryId} waits for its first attempt, or its channel is disabled`;
        throw new TRPCError({ code: 'CONFLICT', message });
      }
      services.notifier.publish({ kind: 'events' });
      return presentDelivery(row);
    }),

  /** Sends again everything that a channel has not accepted since a given time. */
  replayFailed: auditedProcedure('admin', replayFailedInput)
    .output(replayedOutput)
    .mutation(async ({ ctx: { services }, input: { channelId, since } }) => {
      const channel = await readChannel(services.db, channelId);
      if (channel === null)
        throw new TRPCError({ code: 'NOT_FOUND', message: `channelId: ${channelId} is unknown` });
      if (channel.disabledAt !== null)
        throw new TRPCError({ code: 'CONFLICT', message: `channelId: ${channelId} is disabled` });
      const replay = { channelId, failedSince: Date.parse(since) };
      const replayed = await replayDeliveries(services.db, replay, services.now());
      services.notifier.publish({ kind: 'events' });
      return { replayed };
    }),
});

function unknownDelivery(deliveryId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `deliveryId: ${deliveryId} is unknown` });
}

const storedData = z.record(z.string(), z.unknown());

function presentDelivery(row: DeliveryRow): z.output<typeof deliveryOutput> {
  return {
    deliveryId: row.id,
    channelId: row.channelId,
    channel: row.channel.name,
    kind: row.channel.kind,
    eventType: row.eventType,
    at: toIso(row.at.getTime()),
    monitoringId: row.monitoringId,
    state: row.state,
    nextAttemptAt: toIso(row.nextAttemptAt?.getTime() ?? null),
    endedAt: toIso(row.endedAt?.getTime() ?? null),
    error: row.error,
    data: storedData.parse(row.data),
    attempts: row.log.map(({ at, durationMs, status, error }) => ({
      at: toIso(at.getTime()),
      durationMs,
      status,
      error,
    })),
  };
}
