import type { MonitoringStatus, Recording, Sample, ScopeType, Session } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** Sessions that are to be replayed. */
export interface RecordingFilter {
  readonly scopeType: ScopeType;
  readonly scopeId: string;
  /** Posted at this instant or later, epoch milliseconds. */
  readonly since: number;
  /** Whether sessions that are still live are left out. */
  readonly endedOnly?: boolean;
  /** At most so many, the newest ones. */
  readonly limit: number;
}

export interface RecordedSession extends Recording {
  readonly status: MonitoringStatus;
  readonly samples: readonly Sample[];
}

const SESSIONS_AT_ONCE = 100;
/** Clocks may differ by less. */
const MARGIN_MS = 60_000;

/**
 * Reads recorded sessions with their snapshots, newest first, a hundred at a time: memory stays flat however much was
 * recorded.
 * @param now Until when live sessions have been looked at, epoch milliseconds.
 */
export async function* readRecordings(
  db: Queryable,
  { limit, ...filter }: RecordingFilter,
  now: number,
): AsyncGenerator<RecordedSession> {
  const { where, values } = conditionsOf(filter);
  const { rows: sessions } = await db.query<SessionRow>(
    `SELECT id AS "monitoringId", variant_id AS "variantId", persona_id AS "personaId", campaign_id AS "campaignId",
            post_id AS "postId", source, account_id AS "accountId", expected_engagement_rate AS "expectedEngagementRate", started_at AS "startedAt",
            extended_seconds AS "extendedSeconds", is_protected AS "isProtected", expected_low AS "expectedLow",
            holdout_draw AS "holdoutDraw", status,
            least(coalesce(ended_at, $${values.length + 1}::timestamptz), deadline_at) AS "until"
     FROM variant_monitoring WHERE ${where}
     ORDER BY started_at DESC, id LIMIT $${values.length + 2}`,
    [...values, toTimestamp(now), limit],
  );
  for (let from = 0; from < sessions.length; from += SESSIONS_AT_ONCE) {
    const batch = sessions.slice(from, from + SESSIONS_AT_ONCE);
    const samples = await readSamples(db, batch);
    for (const { status, until, ...session } of batch) {
      yield { session, status, until, samples: samples.get(session.monitoringId) ?? [] };
    }
  }
}

/** Counts the recorded sessions that there are to read. */
export async function countRecordings(
  db: Queryable,
  filter: Omit<RecordingFilter, 'limit'>,
): Promise<number> {
  const { where, values } = conditionsOf(filter);
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*) FROM variant_monitoring WHERE ${where}`,
    values,
  );
  return rows[0]?.count ?? 0;
}

function conditionsOf({ scopeType, scopeId, since, endedOnly = false }: Omit<RecordingFilter, 'limit'>) {
  const column = SCOPE_COLUMNS[scopeType];
  const conditions = [
    'started_at >= $1',
    ...(endedOnly ? ["status <> 'monitoring'"] : []),
    ...(column === null ? [] : [`${column} = $2`]),
  ];
  return {
    where: conditions.join(' AND '),
    values: column === null ? [toTimestamp(since)] : [toTimestamp(since), scopeId],
  };
}

const SCOPE_COLUMNS = {
  global: null,
  persona: 'persona_id',
  campaign: 'campaign_id',
  variant: 'variant_id',
} as const satisfies Record<ScopeType, string | null>;

type SessionRow = Session & { status: MonitoringStatus; until: number };

/** No snapshot is older than its session, which spares the partitions of the days before. */
async function readSamples(
  db: Queryable,
  sessions: readonly SessionRow[],
): Promise<ReadonlyMap<string, Sample[]>> {
  const earliest = Math.min(...sessions.map(({ startedAt }) => startedAt));
  const { rows } = await db.query<Sample & { id: string }>(
    `SELECT monitoring_id AS id, observed_at AS "observedAt", views, interactions FROM metric_snapshots
     WHERE monitoring_id = ANY($1::uuid[]) AND observed_at >= $2
     ORDER BY monitoring_id, observed_at`,
    [sessions.map(({ monitoringId }) => monitoringId), toTimestamp(earliest - MARGIN_MS)],
  );
  const samples = new Map<string, Sample[]>();
  for (const { id, ...sample } of rows) {
    const known = samples.get(id) ?? [];
    known.push(sample);
    samples.set(id, known);
  }
  return samples;
}
