import type { BehindCause } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

export const REPORTED_ACCOUNT_STATES = ['ok', 'limited', 'unreachable', 'token_invalid', 'paused'] as const;
export type ReportedAccountState = (typeof REPORTED_ACCOUNT_STATES)[number];

/** How an account does, as one worker last saw it; instants are epoch milliseconds, intervals seconds. */
export interface AccountReportRow {
  /** `default` for the environment's account. */
  readonly accountId: string;
  readonly workerId: string;
  readonly live: number;
  readonly checksPerSecond: number;
  readonly intervalP50: number | null;
  readonly intervalP95: number | null;
  readonly state: ReportedAccountState;
  readonly detail: string | null;
  readonly since: number;
  readonly retryAt: number | null;
  readonly usedPercent: number | null;
  /** Mean time between two checks of a variant, as planned and as achieved; null where nothing says. */
  readonly wantedInterval: number | null;
  readonly achievedInterval: number | null;
  /** What makes the difference. */
  readonly behindCause: BehindCause | null;
  /** Checks a second that are planned, whether they are made or not. */
  readonly wantedPerSecond: number;
  /** Calls in 24 hours, where the source tells. */
  readonly callsPerDay: number | null;
  readonly updatedAt: number;
}

/** What an account used of a budget within an hour, or the views that its posts got. */
export interface AccountUsageRow {
  readonly accountId: string;
  readonly kind: 'calls' | 'removals' | 'views';
  /** The beginning of the hour, epoch milliseconds. */
  readonly hour: number;
  readonly used: number;
}

/** What is added up of the last 24 hours. */
export interface DayUsage {
  readonly used: number;
  /** The beginning of the earliest hour with any use in it, epoch milliseconds; null without any. */
  readonly oldestHour: number | null;
}

/** A report that is older says nothing of now: its worker is gone. */
const REPORT_LASTS_MS = 30_000;
const DAY_MS = 86_400_000;

/** What workers say of accounts, as far as they still say it. */
export async function readAccountReports(db: Queryable, now: number): Promise<readonly AccountReportRow[]> {
  const { rows } = await db.query<AccountReportRow>(
    `SELECT account_id AS "accountId", worker_id AS "workerId", live, checks_per_second AS "checksPerSecond",
            interval_p50 AS "intervalP50", interval_p95 AS "intervalP95", state, detail, since, retry_at AS "retryAt",
            used_percent AS "usedPercent", wanted_interval AS "wantedInterval", achieved_interval AS "achievedInterval",
            behind_cause AS "behindCause", wanted_per_second AS "wantedPerSecond", calls_per_day AS "callsPerDay",
            updated_at AS "updatedAt"
     FROM account_reports WHERE updated_at > $1 ORDER BY account_id, worker_id`,
    [toTimestamp(now - REPORT_LASTS_MS)],
  );
  return rows;
}

/** What accounts used in the last 24 hours, oldest first; whole hours count, so it is up to an hour more. */
export async function readAccountUsage(db: Queryable, now: number): Promise<readonly AccountUsageRow[]> {
  const { rows } = await db.query<AccountUsageRow>(
    `SELECT account_id AS "accountId", kind, hour, used FROM account_usage
     WHERE used > 0 AND hour > $1 ORDER BY hour, account_id, kind`,
    [toTimestamp(now - DAY_MS - 3_600_000)],
  );
  return rows;
}

/** Adds up what one account used of one budget. */
export function dayUsage(
  rows: readonly AccountUsageRow[],
  accountId: string,
  kind: AccountUsageRow['kind'],
): DayUsage {
  const own = rows.filter((row) => row.accountId === accountId && row.kind === kind);
  return { used: own.reduce((sum, { used }) => sum + used, 0), oldestHour: own[0]?.hour ?? null };
}

/** Writes how accounts do, as a worker sees it, in place of what it said before; accounts that it no longer has are left out. */
export async function reportAccounts(
  db: Queryable,
  workerId: string,
  reports: readonly Omit<AccountReportRow, 'workerId' | 'updatedAt'>[],
  now: number,
): Promise<void> {
  await db.query(
    `WITH reported AS (
       INSERT INTO account_reports (account_id, worker_id, live, checks_per_second, interval_p50, interval_p95, state, detail,
                                    since, retry_at, used_percent, wanted_interval, achieved_interval, behind_cause,
                                    wanted_per_second, calls_per_day, updated_at)
       SELECT r.account_id, $1, r.live, r.checks_per_second, r.interval_p50, r.interval_p95, r.state::account_state, r.detail,
              r.since, r.retry_at, r.used_percent, r.wanted_interval, r.achieved_interval, r.behind_cause,
              r.wanted_per_second, r.calls_per_day, $17::timestamptz
       FROM unnest($2::text[], $3::int[], $4::float8[], $5::float8[], $6::float8[], $7::text[], $8::text[], $9::timestamptz[],
                   $10::timestamptz[], $11::float8[], $12::float8[], $13::float8[], $14::text[], $15::float8[], $16::float8[])
         AS r(account_id, live, checks_per_second, interval_p50, interval_p95, state, detail, since, retry_at, used_percent,
              wanted_interval, achieved_interval, behind_cause, wanted_per_second, calls_per_day)
       ON CONFLICT (account_id, worker_id) DO UPDATE SET
         live = excluded.live, checks_per_second = excluded.checks_per_second, interval_p50 = excluded.interval_p50,
         interval_p95 = excluded.interval_p95, state = excluded.state, detail = excluded.detail, since = excluded.since,
         retry_at = excluded.retry_at, used_percent = excluded.used_percent, wanted_interval = excluded.wanted_interval,
         achieved_interval = excluded.achieved_interval, behind_cause = excluded.behind_cause,
         wanted_per_second = excluded.wanted_per_second, calls_per_day = excluded.calls_per_day,
         updated_at = excluded.updated_at
       RETURNING account_id)
     DELETE FROM account_reports
     WHERE (worker_id = $1 AND account_id <> ALL($2::text[])) OR updated_at < $18`,
    [
      workerId,
      reports.map((r) => r.accountId),
      reports.map((r) => r.live),
      reports.map((r) => r.checksPerSecond),
      reports.map((r) => r.intervalP50),
      reports.map((r) => r.intervalP95),
      reports.map((r) => r.state),
      reports.map((r) => r.detail),
      reports.map((r) => toTimestamp(r.since)),
      reports.map((r) => toTimestamp(r.retryAt)),
      reports.map((r) => r.usedPercent),
      reports.map((r) => r.wantedInterval),
      reports.map((r) => r.achievedInterval),
      reports.map((r) => r.behindCause),
      reports.map((r) => r.wantedPerSecond),
      reports.map((r) => r.callsPerDay),
      toTimestamp(now),
      // Long after they stopped to count: their workers are gone.
      toTimestamp(now - 10 * REPORT_LASTS_MS),
    ],
  );
}

/** What a worker used of an account's budgets since it last said so. */
export interface AccountUse {
  readonly accountId: string;
  readonly kind: AccountUsageRow['kind'];
  readonly used: number;
}

/** Adds to what accounts used this hour, and forgets what no budget counts any more. */
export async function addAccountUsage(
  db: Queryable,
  uses: readonly AccountUse[],
  now: number,
): Promise<void> {
  if (uses.length === 0) return;
  await db.query(
    `WITH added AS (
       INSERT INTO account_usage AS u (account_id, kind, hour, used)
       SELECT r.account_id, r.kind::account_usage_kind, date_trunc('hour', $4::timestamptz), r.used
       FROM unnest($1::text[], $2::text[], $3::bigint[]) AS r(account_id, kind, used)
       ORDER BY r.account_id, r.kind
       ON CONFLICT (account_id, kind, hour) DO UPDATE SET used = u.used + excluded.used
       RETURNING 1)
     DELETE FROM account_usage WHERE hour < $5`,
    [
      uses.map(({ accountId }) => accountId),
      uses.map(({ kind }) => kind),
      uses.map(({ used }) => used),
      toTimestamp(now),
      toTimestamp(now - 2 * DAY_MS),
    ],
  );
}
