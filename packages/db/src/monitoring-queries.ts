import { type Database, toTimestamp } from './database';
import type { Prisma } from './generated/client';

const withKillSteps = {
  killSteps: { orderBy: { kind: 'asc' } },
  // Telling a channel of a kill is a step of it as well.
  deliveries: {
    where: { eventType: 'variant.killed' },
    select: { state: true, attempts: true, error: true, channel: { select: { name: true } } },
    orderBy: { id: 'asc' },
  },
} as const satisfies Prisma.VariantMonitoringInclude;

/** A session as people and orchestrators are shown it. */
export type MonitoringRow = Prisma.VariantMonitoringGetPayload<{ include: typeof withKillSteps }>;

/**
 * The newest session of a variant: the live one, or else the last that ended, since a variant is posted again only after
 * that. When it was posted is what its poster says, and may be out of order.
 * @returns Null for a variant that was never posted.
 */
export function readNewestSession({ prisma }: Database, variantId: string): Promise<MonitoringRow | null> {
  return prisma.variantMonitoring.findFirst({
    where: { variantId },
    orderBy: [{ endedAt: { sort: 'desc', nulls: 'first' } }, { id: 'asc' }],
    include: withKillSteps,
  });
}

/** A session by its own id. */
export function readSessionById({ prisma }: Database, monitoringId: string): Promise<MonitoringRow | null> {
  return prisma.variantMonitoring.findUnique({ where: { id: monitoringId }, include: withKillSteps });
}

export interface SessionFilter {
  readonly status?: MonitoringRow['status'] | undefined;
  readonly variantId?: string | undefined;
  readonly personaId?: string | undefined;
  readonly campaignId?: string | undefined;
  /** What holds a kill back that the rules ask for. */
  readonly holdCause?: string | undefined;
  readonly killReason?: MonitoringRow['killReason'] | undefined;
}

/** By posting time, the newest first; by how near to a kill; or only those that have ended, the last first. */
export type SessionSort = 'newest' | 'risk' | 'ended';

const FIRST_BY = {
  newest: { startedAt: 'desc' },
  risk: { risk: 'desc' },
  ended: { endedAt: 'desc' },
} as const satisfies Record<SessionSort, Prisma.VariantMonitoringOrderByWithRelationInput>;

/**
 * Lists sessions, one page at a time.
 * @param after The last session of the page before; the order goes on behind where that one stands now.
 * @returns Up to `limit` sessions; a full page may have another behind it.
 */
export function listSessions(
  { prisma }: Database,
  filter: SessionFilter,
  sort: SessionSort,
  after: string | undefined,
  limit: number,
): Promise<MonitoringRow[]> {
  const { status, variantId, personaId, campaignId, holdCause, killReason } = filter;
  return prisma.variantMonitoring.findMany({
    where: {
      ...(status !== undefined && { status }),
      ...(variantId !== undefined && { variantId }),
      ...(personaId !== undefined && { personaId }),
      ...(campaignId !== undefined && { campaignId }),
      ...(killReason !== undefined && { killReason }),
      ...(sort === 'ended' && { endedAt: { not: null } }),
      // What held a kill back stays on record when the session has ended.
      ...(holdCause !== undefined && { holdCause, status: 'monitoring' as const }),
    },
    orderBy: [FIRST_BY[sort], { id: 'asc' }],
    include: withKillSteps,
    take: limit,
    ...(after !== undefined && { cursor: { id: after }, skip: 1 }),
  });
}

/** Which session takes a variant's pushed samples. */
export interface PushTarget {
  readonly variantId: string;
  readonly monitoringId: string;
  readonly source: 'threads' | 'push';
  readonly shard: number;
}

/**
 * The live sessions of the variants that have one, and the killed ones whose window is not over: what becomes of a
 * variant after its kill shows whether the kill was right. Of several for one variant the last in the list counts.
 */
export async function readPushTargets(
  { pool }: Database,
  variantIds: readonly string[],
  now: number,
): Promise<readonly PushTarget[]> {
  const { rows } = await pool.query<PushTarget>(
    `SELECT variant_id AS "variantId", id AS "monitoringId", source, shard FROM variant_monitoring
     WHERE variant_id = ANY($1)
       AND (status = 'monitoring' OR (status = 'killed' AND deadline_at > $2))
     ORDER BY (status = 'monitoring'), started_at`,
    [variantIds, toTimestamp(now)],
  );
  return rows;
}

/** Which of the variants are known at all. */
export async function readKnownVariants(
  { pool }: Database,
  variantIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ id: string }>('SELECT id FROM variants WHERE id = ANY($1)', [
    variantIds,
  ]);
  return new Set(rows.map((row) => row.id));
}
