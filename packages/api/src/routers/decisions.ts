import { type DecisionRow, listDecisions, readDecision, readRevivable } from '@cull/db';
import { TRPCError } from '@trpc/server';
import {
  presentDecision,
  presentStoredPolicy,
  readStoredExplanation,
  toDecisionFilter,
} from '../present/present';
import { decisionDetailOutput, decisionInput, decisionsInput, decisionsOutput } from '../schemas/decisions';
import { procedureFor, router, unknownCursor } from '../trpc';

export const decisionsRouter = router({
  list: procedureFor('read')
    .input(decisionsInput)
    .output(decisionsOutput)
    .query(async ({ ctx: { services }, input: { cursor, limit, ...filter } }) => {
      const rows = await listDecisions(services.db, toDecisionFilter(filter), cursor, limit);
      if (rows.length === 0 && cursor !== undefined && (await readDecision(services.db, cursor)) === null)
        throw unknownCursor(cursor);
      const revivable = await readRevivable(
        services.db.pool,
        rows.map(({ monitoringId }) => monitoringId),
      );
      return {
        items: rows.map((row) => presentStanding(row, revivable)),
        nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null,
      };
    }),

  get: procedureFor('read')
    .input(decisionInput)
    .output(decisionDetailOutput)
    .query(async ({ ctx: { services }, input: { decisionId } }) => {
      const row = await readDecision(services.db, decisionId);
      if (row === null)
        throw new TRPCError({ code: 'NOT_FOUND', message: `decisionId: ${decisionId} is unknown` });
      return {
        ...presentStanding(row, await readRevivable(services.db.pool, [row.monitoringId])),
        explanation: readStoredExplanation(row.explanation),
        policy: presentStoredPolicy(row.policy),
      };
    }),
});

/** A decision on record; `revivable` holds the sessions whose kill can still be taken back. */
function presentStanding(row: DecisionRow, revivable: ReadonlySet<string>) {
  const isRevivable = row.outcome === 'killed' && revivable.has(row.monitoringId);
  return { ...presentDecision(row), isRevivable };
}
