import { explain } from '@cull/core';
import { listSessions, readDecisionOf, readLiveFacets, readSessionById, readVariant } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { demandReach } from '../access/reach';
import { readStoredExplanation, toEngine } from '../present/present';
import { curveInput, curveOutput, sparklinesInput, sparklinesOutput } from '../schemas/curves';
import { fleetInput, fleetOutput } from '../schemas/fleet';
import {
  explanationOutput,
  facetsOutput,
  listInput,
  monitoringListOutput,
  monitoringOutput,
  sessionInput,
  variantInput,
} from '../schemas/monitoring';
import { variantOutput } from '../schemas/pool';
import { readContext } from '../sessions/check-context';
import { readCurve } from '../sessions/curve';
import { presentFleet } from '../sessions/fleet';
import { newestSession, present, sessionOf, unknownVariant } from '../sessions/newest-session';
import { readSparklines, readWholeLines } from '../sessions/sparklines';
import { costlyProcedureFor, procedureFor, REACHING, router, unknownCursor } from '../trpc';
import { handControls } from './hand-controls';

/** Personas, and campaigns, that a list is offered to be narrowed to. */
const MOST_FACETS = 500;

export const monitoringRouter = router({
  status: procedureFor('read', REACHING)
    .input(sessionInput)
    .output(monitoringOutput)
    .query(async ({ ctx: { services, actor }, input }) =>
      present(services, demandReach(actor, await sessionOf(services, input))),
    ),

  list: procedureFor('read', REACHING)
    .input(listInput)
    .output(monitoringListOutput)
    .query(async ({ ctx: { services, actor }, input }) => {
      const { sort, cursor, limit, postedUntil, ...rest } = input;
      const filter = {
        ...rest,
        reach: actor.reach,
        ...(postedUntil !== undefined && { postedUntil: Date.parse(postedUntil) }),
      };
      const rows = await listSessions(services.db, filter, sort, cursor, limit);
      if (rows.length === 0 && cursor !== undefined && (await readSessionById(services.db, cursor)) === null)
        throw unknownCursor(cursor);
      return {
        items: await Promise.all(rows.map((row) => present(services, row))),
        nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
      };
    }),

  facets: procedureFor('read')
    .output(facetsOutput)
    .query(async ({ ctx: { services } }) =>
      facetsOutput.parse(await readLiveFacets(services.db, MOST_FACETS)),
    ),

  /** Every live variant in a few figures, for a picture of all of them. */
  fleet: procedureFor('read')
    .input(fleetInput)
    .output(fleetOutput)
    .query(async ({ ctx: { services }, input }) => presentFleet(await services.fleet.read(), input)),

  curve: costlyProcedureFor('read', REACHING)
    .input(curveInput)
    .output(curveOutput)
    .query(async ({ ctx: { services, actor }, input: { monitoringId, maxPoints } }) => {
      const row = await readSessionById(services.db, monitoringId);
      if (row === null)
        throw new TRPCError({ code: 'NOT_FOUND', message: `monitoringId: ${monitoringId} is unknown` });
      const { policy } = await present(services, demandReach(actor, row));
      return readCurve(services.db, row, policy, { maxPoints, now: services.now() });
    }),

  sparklines: procedureFor('read')
    .input(sparklinesInput)
    .output(sparklinesOutput)
    .query(({ ctx: { services }, input: { monitoringIds, span } }) =>
      span === 'whole'
        ? readWholeLines(services.db, monitoringIds)
        : readSparklines(services.db, monitoringIds, services.now()),
    ),

  explain: procedureFor('read', REACHING)
    .input(sessionInput)
    .output(explanationOutput)
    .query(async ({ ctx: { services, actor }, input }) => {
      const row = demandReach(actor, await sessionOf(services, input));
      if (row.status !== 'monitoring') {
        const decision = await readDecisionOf(services.db, row.id);
        if (decision !== null) return readStoredExplanation(decision.explanation);
      }
      const { session, progress } = toEngine(row);
      const policy = await services.policies.resolve(row);
      const now = services.now();
      const context = await readContext(services.db, session, policy, now);
      return explanationOutput.parse(
        explain(session, progress, policy.values, { status: 'monitoring', context }, now),
      );
    }),

  variant: procedureFor('read', REACHING)
    .input(variantInput)
    .output(variantOutput)
    .query(async ({ ctx: { services, actor }, input: { variantId } }) => {
      if (actor.reach !== undefined) demandReach(actor, await newestSession(services, variantId));
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

  ...handControls,
});
