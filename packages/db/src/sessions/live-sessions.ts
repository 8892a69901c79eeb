import {
  type DataQuality,
  decodeEvidence,
  encodeEvidence,
  type Hold,
  type MonitoringStatus,
  type Progress,
  type Session,
} from '@cull/core';
import { type ChangeCursor, readChanges } from '../events/change-feed';
import { type Queryable, toTimestamp } from '../system/database';

/** A session as a worker holds it. */
export interface LiveSession {
  readonly session: Session;
  readonly progress: Progress;
  /** Interactions that a healthy variant would have by the last reading; null before the first. */
  readonly interactionsDue: number | null;
  readonly deadlineAt: number;
}

/** What changed in a shard since a worker last asked. */
export interface ShardChanges {
  /** Sessions that are live: new ones, and those whose terms were changed by hand. */
  readonly live: readonly LiveSession[];
  /** Sessions that have ended, for any reason. */
  readonly endedIds: readonly string[];
  /** Whether these are all live sessions, so that others that the worker holds are to be forgotten. */
  readonly isWhole: boolean;
  /** What to ask with next time. */
  readonly cursor: ChangeCursor;
}

const SESSION_COLUMNS = `id, variant_id, persona_id, campaign_id, post_id, source, account_id, status, expected_engagement_rate,
  started_at, deadline_at, views, interactions, last_sample_at, breaches, warned, data_quality,
  extended_seconds, is_protected, hold_cause, hold_reason, hold_since, expected_low, holdout_draw,
  evidence_state, interactions_due, went_bad_at, is_spared, checks, longest_gap_ms,
  coalesce(last_interactions, interactions) AS last_interactions`;

/** Reads a shard's sessions: all live ones without a cursor, else those that changed since. */
export async function readShard(
  db: Queryable,
  shard: number,
  since: ChangeCursor | null,
): Promise<ShardChanges> {
  const { rows, isWhole, cursor } = await readChanges<SessionRow>(
    db,
    {
      table: 'variant_monitoring',
      columns: SESSION_COLUMNS,
      part: 'shard = $1',
      values: [shard],
      whole: "status = 'monitoring'",
    },
    since,
  );
  return {
    live: rows.filter((row) => row.status === 'monitoring').map(toLiveSession),
    endedIds: rows.filter((row) => row.status !== 'monitoring').map((row) => row.id),
    isWhole,
    cursor,
  };
}

/** What a tick learned of one session that goes on. */
export interface ProgressRecord {
  readonly monitoringId: string;
  readonly progress: Progress;
  /** 0 to 1. */
  readonly risk: number;
  /** Interactions that a healthy variant would have so far; null before the first reading. */
  readonly interactionsDue: number | null;
  readonly deadlineAt: number;
  /** Between its last two checks; null or left out where that is not known. */
  readonly gap?: CheckGap | null;
}

/** The time between two checks, and as it was planned; whole milliseconds. */
export interface CheckGap {
  readonly achievedMs: number;
  readonly wantedMs: number;
}

/**
 * Writes what a tick learned, all sessions in one statement. Sessions that have ended meanwhile are left alone.
 * @param shard Of all the sessions: where it reads more than by id, PostgreSQL reads no other shard's.
 * @param records One for each session: which of two would be kept is not defined.
 */
export async function recordProgress(
  db: Queryable,
  shard: number,
  records: readonly ProgressRecord[],
): Promise<void> {
  if (records.length === 0) return;
  await db.query(
    `UPDATE variant_monitoring AS m
     SET views = r.views, interactions = r.interactions, last_sample_at = r.last_sample_at, breaches = r.breaches,
         warned = r.warned, data_quality = r.data_quality, risk = r.risk, deadline_at = r.deadline_at,
         evidence_state = r.evidence_state::float8[], interactions_due = r.interactions_due, went_bad_at = r.went_bad_at,
         checks = r.checks, longest_gap_ms = r.longest_gap_ms, is_spared = m.is_spared OR r.is_spared,
         last_interactions = r.last_interactions, check_gap_ms = r.check_gap_ms, wanted_gap_ms = r.wanted_gap_ms
     FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[], $5::int[], $6::bool[], $7::text[],
                 $8::float8[], $9::timestamptz[], $10::text[], $11::float8[], $12::timestamptz[], $13::int[], $14::bigint[], $15::bool[],
                 $16::bigint[], $17::int[], $18::int[])
       AS r(id, views, interactions, last_sample_at, breaches, warned, data_quality, risk, deadline_at, evidence_state,
            interactions_due, went_bad_at, checks, longest_gap_ms, is_spared, last_interactions,
            check_gap_ms, wanted_gap_ms)
     WHERE m.id = r.id AND m.shard = $19 AND m.status = 'monitoring'`,
    [
      records.map((r) => r.monitoringId),
      records.map((r) => r.progress.sample?.views ?? null),
      records.map((r) => r.progress.sample?.interactions ?? null),
      records.map((r) => toTimestamp(r.progress.sample?.observedAt ?? null)),
      records.map((r) => r.progress.breaches),
      records.map((r) => r.progress.warned),
      records.map((r) => r.progress.quality),
      records.map((r) => r.risk),
      records.map((r) => toTimestamp(r.deadlineAt)),
      // One array for each row: an array of arrays would be taken apart.
      records.map((r) => `{${encodeEvidence(r.progress.evidence).join(',')}}`),
      records.map((r) => r.interactionsDue),
      records.map((r) => toTimestamp(r.progress.wentBadAt)),
      records.map((r) => r.progress.checks),
      records.map((r) => r.progress.longestGapMs),
      records.map((r) => r.progress.isSpared),
      records.map((r) => r.progress.lastInteractions),
      records.map((r) => r.gap?.achievedMs ?? null),
      records.map((r) => r.gap?.wantedMs ?? null),
      shard,
    ],
  );
}

/** Shards that hold sessions past their deadline by more than `graceMs`: their ticks do not come. */
export async function overdueShards(db: Queryable, now: number, graceMs: number): Promise<readonly number[]> {
  const { rows } = await db.query<{ shard: number }>(
    `SELECT DISTINCT shard FROM variant_monitoring WHERE status = 'monitoring' AND deadline_at < $1`,
    [toTimestamp(now - graceMs)],
  );
  return rows.map((row) => row.shard);
}

interface SessionRow {
  id: string;
  variant_id: string;
  persona_id: string;
  campaign_id: string | null;
  post_id: string;
  source: Session['source'];
  account_id: string | null;
  status: MonitoringStatus;
  expected_engagement_rate: number;
  started_at: number;
  deadline_at: number;
  views: number | null;
  interactions: number | null;
  last_sample_at: number | null;
  breaches: number;
  warned: boolean;
  data_quality: DataQuality;
  extended_seconds: number;
  is_protected: boolean;
  hold_cause: Hold['cause'] | null;
  hold_reason: Hold['reason'] | null;
  hold_since: number | null;
  expected_low: number | null;
  holdout_draw: number;
  evidence_state: number[] | null;
  interactions_due: number | null;
  went_bad_at: number | null;
  is_spared: boolean;
  checks: number;
  longest_gap_ms: number;
  last_interactions: number | null;
}

function toLiveSession(row: SessionRow): LiveSession {
  const { views, interactions, last_sample_at: observedAt } = row;
  const { hold_cause: cause, hold_reason: reason, hold_since: since } = row;
  return {
    session: {
      monitoringId: row.id,
      variantId: row.variant_id,
      personaId: row.persona_id,
      campaignId: row.campaign_id,
      postId: row.post_id,
      source: row.source,
      accountId: row.account_id,
      expectedEngagementRate: row.expected_engagement_rate,
      expectedLow: row.expected_low,
      startedAt: row.started_at,
      extendedSeconds: row.extended_seconds,
      isProtected: row.is_protected,
      holdoutDraw: row.holdout_draw,
    },
    progress: {
      sample:
        views === null || interactions === null || observedAt === null
          ? null
          : { views, interactions, observedAt },
      doubt: null,
      lastInteractions: row.last_interactions,
      evidence: decodeEvidence(row.evidence_state),
      wentBadAt: row.went_bad_at,
      isSpared: row.is_spared,
      checks: row.checks,
      longestGapMs: row.longest_gap_ms,
      breaches: row.breaches,
      warned: row.warned,
      quality: row.data_quality,
      hold: cause === null || reason === null || since === null ? null : { cause, reason, since },
    },
    interactionsDue: row.interactions_due,
    deadlineAt: row.deadline_at,
  };
}
