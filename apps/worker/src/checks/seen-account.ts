import type { CheckPace } from '@cull/core';
import { type AccountReportRow, type AccountUsageRow, dayUsage, type ReportedAccountState } from '@cull/db';
import { callsLimit, type SourceCapabilities } from '@cull/sources';
import type { AccountNames } from './account-events';
import { type CallForecast, forecastCalls } from './budget';

/** How an account does, by what all workers report of it. */
export interface SeenAccount extends AccountNames {
  readonly state: ReportedAccountState;
  readonly detail: string | null;
  readonly live: number;
  readonly pace: CheckPace | null;
  readonly calls: CallForecast & { readonly limit: number | null };
  readonly deletes: {
    readonly used: number;
    readonly limit: number | null;
    /** When the next is possible, where they are used up; epoch milliseconds. */
    readonly freeAt: number | null;
  };
}

/** The first that any worker reports. */
const WORST_FIRST: readonly ReportedAccountState[] = ['paused', 'token_invalid', 'unreachable', 'limited'];

const HOUR_MS = 3_600_000;

/**
 * Adds up what workers report of an account.
 * @param reports Of this account.
 * @param usage Of this account.
 * @param capabilities Null where no client can be made of it.
 */
export function seenAccount(
  names: AccountNames,
  reports: readonly AccountReportRow[],
  usage: readonly AccountUsageRow[],
  capabilities: SourceCapabilities | null,
  now: number,
): SeenAccount {
  const { accountId } = names;
  const state = WORST_FIRST.find((one) => reports.some((report) => report.state === one)) ?? 'ok';
  return {
    ...names,
    state,
    detail: reports.find((report) => report.state === state)?.detail ?? null,
    live: sumOf(reports, ({ live }) => live),
    pace: paceOf(reports),
    calls: callsOf(accountId, reports, usage, capabilities, now),
    deletes: deletesOf(accountId, usage, capabilities?.removalsPerDay ?? null),
  };
}

/** Each worker counts by the variants that it checks; the cause is that of the worker that is furthest behind. */
function paceOf(reports: readonly AccountReportRow[]): CheckPace | null {
  const paces = reports.flatMap(({ live, wantedInterval, achievedInterval, behindCause }) =>
    live === 0 || wantedInterval === null || achievedInterval === null || behindCause === null
      ? []
      : [{ live, wantedInterval, achievedInterval, cause: behindCause }],
  );
  const [first] = paces;
  if (first === undefined) return null;
  const live = sumOf(paces, (pace) => pace.live);
  const missed = (pace: typeof first) => pace.live * (pace.achievedInterval - pace.wantedInterval);
  return {
    wantedSeconds: sumOf(paces, (pace) => pace.live * pace.wantedInterval) / live,
    achievedSeconds: sumOf(paces, (pace) => pace.live * pace.achievedInterval) / live,
    cause: paces.reduce((worst, pace) => (missed(pace) > missed(worst) ? pace : worst)).cause,
  };
}

function callsOf(
  accountId: string,
  reports: readonly AccountReportRow[],
  usage: readonly AccountUsageRow[],
  capabilities: SourceCapabilities | null,
  now: number,
): SeenAccount['calls'] {
  // Each worker hears of limit and use with its own answers.
  const told = mostOf(reports.map(({ callsPerDay }) => callsPerDay));
  const { used: views } = dayUsage(usage, accountId, 'views');
  const limit = capabilities === null ? null : callsLimit(capabilities, told, views);
  const budget = {
    limit,
    hours: usage.filter(({ kind }) => kind === 'calls'),
    wantedPerSecond: sumOf(reports, ({ wantedPerSecond }) => wantedPerSecond),
    toldPercent: mostOf(reports.map(({ usedPercent }) => usedPercent)),
  };
  return { ...forecastCalls(budget, now), limit };
}

function deletesOf(
  accountId: string,
  usage: readonly AccountUsageRow[],
  limit: number | null,
): SeenAccount['deletes'] {
  const { used, oldestHour } = dayUsage(usage, accountId, 'removals');
  const isUsedUp = limit !== null && oldestHour !== null && used >= limit;
  // The hour as a whole has to be a day ago.
  return { used, limit, freeAt: isUsedUp ? oldestHour + 25 * HOUR_MS : null };
}

function mostOf(values: readonly (number | null)[]): number | null {
  return values.reduce((most, value) => (value === null ? most : Math.max(most ?? 0, value)), null);
}

function sumOf<Item>(items: readonly Item[], pick: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + pick(item), 0);
}
