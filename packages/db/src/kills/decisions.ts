import type { Decision } from '../generated/client';
import type { Database } from '../system/database';

export type DecisionRow = Decision;

export interface DecisionFilter {
  readonly outcome?: DecisionRow['outcome'] | undefined;
  readonly reason?: NonNullable<DecisionRow['reason']> | undefined;
  readonly personaId?: string | undefined;
  readonly campaignId?: string | undefined;
  readonly variantId?: string | undefined;
  /** Decided then or later, and before; epoch milliseconds. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * Lists decisions, newest first, one page at a time.
 * @param after The last decision of the page before.
 */
export function listDecisions(
  { prisma }: Database,
  filter: DecisionFilter,
  after: string | undefined,
  limit: number,
): Promise<DecisionRow[]> {
  const { outcome, reason, personaId, campaignId, variantId, since, until } = filter;
  return prisma.decision.findMany({
    where: {
      ...(outcome !== undefined && { outcome }),
      ...(reason !== undefined && { reason }),
      ...(personaId !== undefined && { personaId }),
      ...(campaignId !== undefined && { campaignId }),
      ...(variantId !== undefined && { variantId }),
      decidedAt: {
        ...(since !== undefined && { gte: new Date(since) }),
        ...(until !== undefined && { lt: new Date(until) }),
      },
    },
    orderBy: [{ decidedAt: 'desc' }, { id: 'asc' }],
    take: limit,
    ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
  });
}

export function readDecision({ prisma }: Database, id: string): Promise<DecisionRow | null> {
  return prisma.decision.findUnique({ where: { id } });
}

/** The decision that ended a session; null while it is live. */
export function readDecisionOf({ prisma }: Database, monitoringId: string): Promise<DecisionRow | null> {
  return prisma.decision.findFirst({
    where: { monitoringId, outcome: { in: ['killed', 'timed_out', 'stopped'] } },
  });
}
