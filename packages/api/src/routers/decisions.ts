import { listDecisions, readDecision } from '@cull/db';
import { TRPCError } from '@trpc/server';
import { presentDecision, presentStoredPolicy, readStoredExplanation, toDecisionFilter } from '../present';
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
      return {
        items: rows.map(presentDecision),
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
        ...presentDecision(row),
        explanation: readStoredExplanation(row.explanation),
        policy: presentStoredPolicy(row.policy),
      };
    }),
});
