import { EXPIRY_NOTICE_MS } from '@cull/accounts';
import {
  type AccountReportRow,
  type DayUsage,
  paceOf,
  type ReportedAccountState,
  type Trouble,
} from '@cull/db';
import { toIso } from '../schemas/common';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What Cull itself knows of an account. Instants are epoch milliseconds. */
export interface KnownOfAccount {
  readonly pausedAt: number | null;
  readonly tokenExpiresAt: number | null;
  readonly tokenProblem: string | null;
  /** Why no client can be made of it; null where one can. */
  readonly configProblem: string | null;
}

/** The first that applies is what an account is shown as: each hides those after it. */
const WORST_FIRST: readonly ReportedAccountState[] = ['token_invalid', 'unreachable', 'limited', 'ok'];

/** How an account does: the worst that Cull or a worker knows of it. */
export function standingOf(known: KnownOfAccount, reports: readonly AccountReportRow[], now: number) {
  const { pausedAt, tokenExpiresAt, tokenProblem, configProblem } = known;
  const none = { detail: null, since: null, retryAt: null };
  if (pausedAt !== null) return { state: 'paused', ...none, since: toIso(pausedAt) } as const;
  if (configProblem !== null) return { state: 'token_invalid', ...none, detail: configProblem } as const;
  if (tokenExpiresAt !== null && tokenExpiresAt <= now)
    return {
      state: 'token_invalid',
      ...none,
      detail: 'The token has expired.',
      since: toIso(tokenExpiresAt),
    } as const;
  const state = WORST_FIRST.find((one) => reports.some((report) => report.state === one)) ?? 'ok';
  const isExpiring = tokenExpiresAt !== null && tokenExpiresAt - now <= EXPIRY_NOTICE_MS;
  if (state === 'ok' && isExpiring)
    return { state: 'token_expiring', ...none, detail: tokenProblem } as const;
  const seen = reports.filter((report) => report.state === state);
  const instants = seen.flatMap(({ retryAt }) => retryAt ?? []);
  return {
    state,
    detail: seen.find(({ detail }) => detail !== null)?.detail ?? null,
    since: toIso(seen.length === 0 ? null : Math.min(...seen.map(({ since }) => since))),
    retryAt: toIso(instants.length === 0 ? null : Math.max(...instants)),
  } as const;
}

/** What all workers do with an account together; intervals are the slowest worker's. */
export function workOf(reports: readonly AccountReportRow[]) {
  const sum = (pick: (report: AccountReportRow) => number) =>
    reports.reduce((total, report) => total + pick(report), 0);
  const most = (pick: (report: AccountReportRow) => number | null) => {
    const values = reports.flatMap((report) => pick(report) ?? []);
    return values.length === 0 ? null : Math.max(...values);
  };
  return {
    live: sum(({ live }) => live),
    checksPerSecond: sum(({ checksPerSecond }) => checksPerSecond),
    checkIntervalSeconds: {
      p50: most(({ intervalP50 }) => intervalP50),
      p95: most(({ intervalP95 }) => intervalP95),
    },
    usedPercent: most(({ usedPercent }) => usedPercent),
    callsPerDay: most(({ callsPerDay }) => callsPerDay),
  };
}

/** A budget of the last 24 hours. What is counted in an hour is free again a day after its end. */
export function budgetOf({ used, oldestHour }: DayUsage, limit: number | null) {
  return { used, limit, resetsAt: toIso(oldestHour === null ? null : oldestHour + HOUR_MS + DAY_MS) };
}

/** How often an account's variants are checked while that is less often than planned; null while it is not. */
export function behindOf(troubles: readonly Trouble[], accountId: string) {
  const trouble = troubles.find(({ subject, kind }) => subject === accountId && kind === 'behind');
  const pace = trouble === undefined ? null : paceOf(trouble);
  return trouble === undefined || pace === null ? null : { ...pace, since: toIso(trouble.since) };
}
