import {
  type Database,
  type DecisionRow,
  listDecisions,
  readDecision,
  readDecisionSubjects,
  readRevivable,
} from '@cull/db';
import { TRPCError } from '@trpc/server';
import {
  presentDecision,
  presentFigures,
  presentStoredPolicy,
  readStoredExplanation,
  toDecisionFilter,
} from '../present/present';
import { toIso } from '../schemas/common';
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
        items: await presentStanding(services.db, rows),
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
      const [standing] = await presentStanding(services.db, [row]);
      if (standing === undefined) throw new Error('a decision was presented as none');
      return {
        ...standing,
        explanation: readStoredExplanation(row.explanation),
        policy: presentStoredPolicy(row.policy),
      };
    }),
});

/** Decisions on record with what they were about, and how they stand now. */
async function presentStanding({ pool }: Database, rows: readonly DecisionRow[]) {
  const ids = rows.map(({ monitoringId }) => monitoringId);
  const [revivable, subjects] = await Promise.all([
    readRevivable(pool, ids),
    readDecisionSubjects(pool, ids),
  ]);
  return rows.map((row) => {
    const subject = subjects.get(row.monitoringId);
    return {
      ...presentDecision(row),
      ...presentFigures(row),
      excerpt: subject?.excerpt ?? null,
      startedAt: toIso(subject?.startedAt ?? row.decidedAt.getTime()),
      isRevivable: row.outcome === 'killed' && revivable.has(row.monitoringId),
    };
  });
}
