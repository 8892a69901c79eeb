import { type Ending, explain, type Standing } from '@cull/core';
import {
  endSessions,
  listSessions,
  type MonitoringRow,
  readDecisionOf,
  readNewestSession,
  readSessionById,
  readVariant,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import type { Actor } from '../access';
import type { Services } from '../context';
import { readCurve } from '../curve';
import { presentSession, toEngine } from '../present';
import {
  curveInput,
  curveOutput,
  explanationOutput,
  handEndingInput,
  listInput,
  monitoringListOutput,
  monitoringOutput,
  variantInput,
} from '../schemas/monitoring';
import { variantOutput } from '../schemas/pool';
import { procedureFor, router, unknownCursor } from '../trpc';

export const monitoringRouter = router({
  status: procedureFor('read')
    .input(variantInput)
    .output(monitoringOutput)
    .query(async ({ ctx: { services }, input }) =>
      present(services, await newestSession(services, input.variantId)),
    ),

  list: procedureFor('read')
    .input(listInput)
    .output(monitoringListOutput)
    .query(async ({ ctx: { services }, input }) => {
      const { sort, cursor, limit, ...filter } = input;
      const rows = await listSessions(services.db, filter, sort, cursor, limit);
      if (rows.length === 0 && cursor !== undefined && (await readSessionById(services.db, cursor)) === null)
        throw unknownCursor(cursor);
      return {
        items: await Promise.all(rows.map((row) => present(services, row))),
        nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
      };
    }),

  curve: procedureFor('read')
    .input(curveInput)
    .output(curveOutput)
    .query(async ({ ctx: { services }, input: { monitoringId, maxPoints } }) => {
      const row = await readSessionById(services.db, monitoringId);
      if (row === null)
        throw new TRPCError({ code: 'NOT_FOUND', message: `monitoringId: ${monitoringId} is unknown` });
      const { policy } = await present(services, row);
      return readCurve(services.db, row, policy, maxPoints);
    }),

  explain: procedureFor('read')
    .input(variantInput)
    .output(explanationOutput)
    .query(async ({ ctx: { services }, input }) => {
      const row = await newestSession(services, input.variantId);
      if (row.status !== 'monitoring') {
        const decision = await readDecisionOf(services.db, row.id);
        if (decision !== null) return explanationOutput.parse(decision.explanation);
      }
      const { session, progress } = await toEngine(services.db, row);
      const { values } = await services.policies.resolve(row);
      return explanationOutput.parse(
        explain(session, progress, values, { status: 'monitoring' }, services.now()),
      );
    }),

  variant: procedureFor('read')
    .input(variantInput)
    .output(variantOutput)
    .query(async ({ ctx: { services }, input: { variantId } }) => {
      const variant = await readVariant(services.db, variantId);
      if (variant === null) throw unknownVariant(variantId);
      const { personaId, campaignId, content, pool, scheduledPosts } = variant;
      return {
        variantId,
        personaId,
        campaignId,
        content,
        inPool: pool !== null && pool.leftAt === null,
        leftPoolAt: pool?.leftAt?.toISOString() ?? null,
        leftPoolReason: pool?.leftReason ?? null,
        scheduledPosts: scheduledPosts.map(({ id, publishAt, cancelledAt }) => ({
          id,
          publishAt: publishAt.toISOString(),
          cancelledAt: cancelledAt?.toISOString() ?? null,
        })),
      };
    }),

  kill: procedureFor('control')
    .input(handEndingInput)
    .output(monitoringOutput)
    .mutation(({ ctx, input: { variantId, reason } }) =>
      endByHand(ctx.services, ctx.actor, variantId, reason, { outcome: 'killed', reason: 'manual' }),
    ),

  stop: procedureFor('control')
    .input(handEndingInput)
    .output(monitoringOutput)
    .mutation(({ ctx, input: { variantId, reason } }) =>
      endByHand(ctx.services, ctx.actor, variantId, reason, { outcome: 'stopped', reason: null }),
    ),
});

async function newestSession({ db }: Services, variantId: string): Promise<MonitoringRow> {
  const row = await readNewestSession(db, variantId);
  if (row === null) throw unknownVariant(variantId);
  return row;
}

function unknownVariant(variantId: string): TRPCError {
  return new TRPCError({ code: 'NOT_FOUND', message: `variantId: ${variantId} was never posted` });
}

async function present({ policies }: Services, row: MonitoringRow) {
  return presentSession(row, await policies.resolve(row));
}

async function endByHand(
  services: Services,
  actor: Actor,
  variantId: string,
  note: string,
  ending: Ending & { outcome: 'killed' | 'stopped' },
) {
  const { db, producer, notifier, policies, log, now } = services;
  const row = await newestSession(services, variantId);
  const { session, progress } = await toEngine(db, row);
  const policy = await policies.resolve(row);
  const decidedAt = now();
  const byHand = { actor: actor.name, note };
  const standing: Standing =
    ending.outcome === 'killed'
      ? { status: 'killed', reason: 'manual', ...byHand }
      : { status: 'stopped', ...byHand };
  const explanation = explain(session, progress, policy.values, standing, decidedAt);
  const decided = { session, progress, ending, explanation, policy, actor: actor.name, note, decidedAt };
  const [ended] = await endSessions(db.pool, [decided]);
  if (ended === undefined) {
    const { status, endedAt } = await newestSession(services, variantId);
    const message = `variantId: the monitoring of ${variantId} had ended before: ${status} at ${endedAt?.toISOString()}`;
    throw new TRPCError({ code: 'CONFLICT', message });
  }
  const { monitoringId, stepIds } = ended;
  // The steps are rows already: without the queue they wait for the worker's reconcile pass.
  await producer
    .addKillSteps(stepIds.map((stepId) => ({ monitoringId, stepId })))
    .catch((error: unknown) => log.error({ error }, 'kill steps wait for the reconcile pass'));
  notifier.publish({ kind: 'events' });
  notifier.publish({ kind: 'shard_recorded', shard: row.shard });
  log.info({ monitoringId, variantId, actor: actor.name, note }, explanation.text);
  return present(services, await newestSession(services, variantId));
}
