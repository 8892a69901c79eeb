import { EVERYTHING, type KeyReach } from '../access/api-keys';
import { DEFAULT_ACCOUNT } from '../accounts/accounts';
import { type Database, type Queryable, toTimestamp } from '../system/database';
import { MONITORING_COLUMNS, type MonitoringRow } from './monitoring-row';

/**
 * The newest session of each variant: the live one, or else the last that ended, since a variant is posted again only
 * after that. When it was posted is what its poster says, and may be out of order.
 * @returns In the order of the variants; null for one that was never posted.
 */
export async function readNewestSessions(
  db: Queryable,
  variantIds: readonly string[],
): Promise<readonly (MonitoringRow | null)[]> {
  const { rows } = await db.query<MonitoringRow>(
    `SELECT ${MONITORING_COLUMNS}
     FROM unnest($1::text[]) AS asked (variant_id) CROSS JOIN LATERAL (
       SELECT * FROM variant_monitoring newest WHERE newest.variant_id = asked.variant_id
       ORDER BY newest.ended_at DESC NULLS FIRST, newest.id LIMIT 1) m`,
    [[...new Set(variantIds)]],
  );
  const byVariant = new Map(rows.map((row) => [row.variantId, row]));
  return variantIds.map((variantId) => byVariant.get(variantId) ?? null);
}

/** A session by its own id. */
export async function readSessionById(
  { pool }: Database,
  monitoringId: string,
): Promise<MonitoringRow | null> {
  const { rows } = await pool.query<MonitoringRow>(
    `SELECT ${MONITORING_COLUMNS} FROM variant_monitoring m WHERE m.id = $1`,
    [monitoringId],
  );
  return rows[0] ?? null;
}

/** `sourceOf` in SQL, of a row of `variant_monitoring`. */
export const SOURCE_OF = `(CASE WHEN source = 'push' THEN 'push' ELSE coalesce(account_id::text, '${DEFAULT_ACCOUNT}') END)`;

export interface SessionFilter {
  /** What the reader is narrowed to. */
  readonly reach?: KeyReach | undefined;
  readonly status?: MonitoringRow['status'] | undefined;
  readonly variantId?: string | undefined;
  readonly personaId?: string | undefined;
  readonly campaignId?: string | undefined;
  /** What holds a kill back that the rules ask for. */
  readonly holdCause?: string | undefined;
  readonly killReason?: MonitoringRow['killReason'] | undefined;
  /** Only what was posted by then, epoch milliseconds. */
  readonly postedUntil?: number | undefined;
}

/** By posting time, the newest first; by how near to a kill; or only those that have ended, the last first. */
export type SessionSort = 'newest' | 'risk' | 'ended';

const FIRST_BY = {
  newest: 'started_at',
  risk: 'risk',
  ended: 'ended_at',
} as const satisfies Record<SessionSort, string>;

/**
 * Lists sessions, one page at a time.
 * @param after The last session of the page before; the order goes on behind where that one stands now.
 * @returns Up to `limit` sessions; a full page may have another behind it.
 */
export async function listSessions(
  { pool }: Database,
  filter: SessionFilter,
  sort: SessionSort,
  after: string | undefined,
  limit: number,
): Promise<readonly MonitoringRow[]> {
  const { status, variantId, personaId, campaignId, holdCause, killReason, postedUntil } = filter;
  const { reach = EVERYTHING } = filter;
  const first = FIRST_BY[sort];
  const behind = `(SELECT ${first} FROM variant_monitoring WHERE id = $7)`;
  const { rows } = await pool.query<MonitoringRow>(
    `SELECT ${MONITORING_COLUMNS} FROM (
       SELECT * FROM variant_monitoring
       WHERE ($1::monitoring_status IS NULL OR status = $1) AND ($2::text IS NULL OR variant_id = $2)
         AND ($3::text IS NULL OR persona_id = $3) AND ($4::text IS NULL OR campaign_id = $4)
         -- What held a kill back stays on record when the session has ended.
         AND ($5::text IS NULL OR (hold_cause = $5 AND status = 'monitoring'))
         AND ($6::kill_reason IS NULL OR kill_reason = $6)
         AND (cardinality($9::text[]) = 0 OR persona_id = ANY($9))
         AND (cardinality($10::text[]) = 0 OR ${SOURCE_OF} = ANY($10))
         AND ($11::timestamptz IS NULL OR started_at <= $11)
         AND ${first} IS NOT NULL
         AND ($7::uuid IS NULL OR (${first} <= ${behind} AND (${first} < ${behind} OR id > $7)))
       ORDER BY ${first} DESC, id LIMIT $8) m
     ORDER BY m.${first} DESC, m.id`,
    [
      status ?? null,
      variantId ?? null,
      personaId ?? null,
      campaignId ?? null,
      holdCause ?? null,
      killReason ?? null,
      after ?? null,
      limit,
      reach.personaIds,
      reach.sources,
      toTimestamp(postedUntil ?? null),
    ],
  );
  return rows;
}

/** Which session takes a variant's pushed samples. */
export interface PushTarget {
  readonly variantId: string;
  readonly personaId: string;
  readonly monitoringId: string;
  readonly source: 'threads' | 'http' | 'push';
  readonly shard: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
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
    `SELECT variant_id AS "variantId", persona_id AS "personaId", id AS "monitoringId", source, shard, started_at AS "startedAt"
     FROM variant_monitoring
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
