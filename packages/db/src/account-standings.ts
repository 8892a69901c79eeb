import { type Queryable, toTimestamp } from './database';

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
  readonly updatedAt: number;
}

/** What an account used of a budget in the last 24 hours. */
export interface AccountUsageRow {
  readonly accountId: string;
  readonly kind: 'calls' | 'removals';
  readonly used: number;
  /** The beginning of the earliest hour of these that has any use in it, epoch milliseconds. */
  readonly oldestHour: number;
}

/** A report that is older says nothing of now: its worker is gone. */
const REPORT_LASTS_MS = 30_000;
const DAY_MS = 86_400_000;

/** What workers say of accounts, as far as they still say it. */
export async function readAccountReports(db: Queryable, now: number): Promise<readonly AccountReportRow[]> {
  const { rows } = await db.query<AccountReportRow>(
    `SELECT account_id AS "accountId", worker_id AS "workerId", live, checks_per_second AS "checksPerSecond",
            interval_p50 AS "intervalP50", interval_p95 AS "intervalP95", state, detail, since, retry_at AS "retryAt",
            used_percent AS "usedPercent", updated_at AS "updatedAt"
     FROM account_reports WHERE updated_at > $1 ORDER BY account_id, worker_id`,
    [toTimestamp(now - REPORT_LASTS_MS)],
  );
  return rows;
}

/** What accounts used in the last 24 hours; whole hours count, so it is up to an hour more. */
export async function readAccountUsage(db: Queryable, now: number): Promise<readonly AccountUsageRow[]> {
  const { rows } = await db.query<AccountUsageRow>(
    `SELECT account_id AS "accountId", kind, sum(used)::bigint AS used, min(hour) AS "oldestHour"
     FROM account_usage WHERE used > 0 AND hour > $1 GROUP BY account_id, kind`,
    [toTimestamp(now - DAY_MS - 3_600_000)],
  );
  return rows;
}
