import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY, type RuleReason } from '@cull/core';
import { aVariant, type World } from './world';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

type Row = Parameters<World['services']['db']['prisma']['variantMonitoring']['update']>[0]['data'];

/** A session to have ended: what differs from a window of 10 minutes that began a day ago. */
export interface PastSession {
  readonly row: Row;
  readonly campaignId?: string;
  readonly daysAgo?: number;
  readonly costPerView?: number;
}

/** A verdict that was spared, and what the variant came to; `wasFalse` is null while the window runs. */
export interface PastVerdict {
  readonly reason?: RuleReason;
  readonly views: number;
  readonly viewsAtEnd: number | null;
  readonly wasFalse: boolean | null;
  readonly costPerView?: number;
}

/** Makes the past that insights look back at. */
export interface History {
  /** @returns The session's monitoringId. */
  ended(personaId: string, session: PastSession): Promise<string>;
  spared(personaId: string, verdict: PastVerdict): Promise<void>;
  /** A kill by a rule of half a day ago, decided under a policy with this `holdoutRate`. */
  killed(personaId: string, reason: RuleReason, holdoutRate: number): Promise<void>;
}

export function createHistory({ admin, services }: World, now: number): History {
  const { prisma } = services.db;
  const ended: History['ended'] = async (personaId, { row, campaignId, daysAgo = 1, costPerView }) => {
    const { monitoringId } = await admin.variants.posted({
      ...aVariant({ personaId, source: 'push' }),
      postedAt: new Date(now - MINUTE_MS).toISOString(),
      ...(campaignId !== undefined && { campaignId }),
      ...(costPerView !== undefined && { costPerView }),
    });
    const startedAt = new Date(now - daysAgo * DAY_MS);
    const deadlineAt = new Date(startedAt.getTime() + 10 * MINUTE_MS);
    const data = { startedAt, deadlineAt, endedAt: deadlineAt, ...row };
    await prisma.variantMonitoring.update({ where: { id: monitoringId }, data });
    return monitoringId;
  };
  return {
    ended,
    spared: async (personaId, { reason = 'below_threshold', views, viewsAtEnd, wasFalse, costPerView }) => {
      const row: Row = { status: 'timed_out', views: viewsAtEnd ?? views, interactions: 1 };
      const monitoringId = await ended(personaId, {
        row,
        ...(costPerView !== undefined && { costPerView }),
      });
      const verdictAt = new Date(now - DAY_MS + MINUTE_MS);
      const end = viewsAtEnd === null ? null : { viewsAtEnd, interactionsAtEnd: 1, judgedAt: new Date(now) };
      await prisma.sparedVerdict.create({
        data: { monitoringId, personaId, reason, verdictAt, views, interactions: 1, wasFalse, ...end },
      });
    },
    killed: async (personaId, reason, holdoutRate) => {
      const monitoringId = await ended(personaId, {
        row: { status: 'killed', killReason: reason, views: 100, interactions: 1 },
      });
      const { variantId } = await prisma.variantMonitoring.findUniqueOrThrow({ where: { id: monitoringId } });
      await prisma.decision.create({
        data: {
          id: randomUUID(),
          monitoringId,
          variantId,
          personaId,
          outcome: 'killed',
          reason,
          text: 'Killed.',
          explanation: {},
          policy: { values: { ...DEFAULT_POLICY, holdoutRate }, origins: {} },
          policyVersion: 0,
          actor: 'engine',
          decidedAt: new Date(now - DAY_MS / 2),
        },
      });
    },
  };
}

/** Makes something so many times, all at once. */
export async function times(count: number, make: (index: number) => Promise<unknown>): Promise<void> {
  await Promise.all(Array.from({ length: count }, (_, index) => make(index)));
}

/** The row of a session that ran its full window. */
export function timedOut(views: number, interactions: number): Row {
  return { status: 'timed_out', views, interactions };
}

/** The row of a killed session that was read again so long before the end of its window. */
export function followed(
  now: number,
  {
    views,
    interactions,
    daysAgo = 1,
    secondsBefore = 5,
  }: {
    readonly views: number;
    readonly interactions: number;
    readonly daysAgo?: number;
    readonly secondsBefore?: number;
  },
): Row {
  const laterSampleAt = new Date(now - daysAgo * DAY_MS + 10 * MINUTE_MS - secondsBefore * 1000);
  return {
    status: 'killed',
    killReason: 'below_threshold',
    views: 500,
    interactions: 10,
    laterViews: views,
    laterInteractions: interactions,
    laterSampleAt,
  };
}
