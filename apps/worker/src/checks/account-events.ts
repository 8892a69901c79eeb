import { behindWords, type CheckPace, formatCount, formatCountOf, formatSpan } from '@cull/core';
import type { AccountPlatform, AccountProblem, TroubleEvent } from '@cull/db';

export interface AccountNames {
  readonly accountId: string;
  /** What people call it. */
  readonly account: string;
  readonly platform: AccountPlatform;
}

const PROBLEMS: Readonly<Record<AccountProblem, string>> = {
  token_invalid: 'can’t be used',
  unreachable: 'doesn’t answer',
  paused: 'is paused',
};

/** Tells that nothing is read through an account. */
export function unhealthyEvent(
  account: AccountNames & { readonly detail: string | null; readonly live: number },
  problem: AccountProblem,
): TroubleEvent {
  const { detail, live, platform: source } = account;
  const why = detail === null || problem === 'paused' ? '' : `: ${detail.replace(/\.$/, '')}`;
  const unread = live === 0 ? '' : ` ${formatCountOf(live, 'live variant')} can’t be checked.`;
  const text = `${account.account} ${PROBLEMS[problem]}${why}.${unread}`;
  return {
    type: 'source.unhealthy',
    data: { ...namesOf(account), source, state: 'unhealthy', problem, detail, text },
  };
}

/** @param seconds How long nothing was read. */
export function healthyEvent(account: AccountNames, seconds: number): TroubleEvent {
  const text = `${account.account} is back after ${formatSpan(seconds)}.`;
  const { platform: source } = account;
  return {
    type: 'source.healthy',
    data: { ...namesOf(account), source, state: 'healthy', detail: null, seconds, text },
  };
}

/** Tells that an account's variants are checked less often than planned. */
export function behindEvent(
  account: AccountNames & { readonly live: number },
  pace: CheckPace,
): TroubleEvent {
  const { live } = account;
  const text = `${account.account}: ${formatCountOf(live, 'live variant')} checked ${behindWords(pace)}.`;
  return { type: 'engine.behind', data: { ...namesOf(account), ...rounded(pace), live, text } };
}

/** @param seconds How long they were checked less often. */
export function caughtUpEvent(account: AccountNames, pace: CheckPace | null, seconds: number): TroubleEvent {
  const text = `${account.account}: live variants are checked as planned again after ${formatSpan(seconds)}.`;
  const { wantedSeconds = null, achievedSeconds = null } = pace === null ? {} : rounded(pace);
  return {
    type: 'engine.caught_up',
    data: { ...namesOf(account), wantedSeconds, achievedSeconds, seconds, text },
  };
}

interface Budget {
  readonly used: number;
  readonly limit: number | null;
  readonly usedPercent: number;
  readonly lastsSeconds: number | null;
}

/** Tells that a budget of an account is running low. */
export function budgetEvent(
  account: AccountNames,
  budget: 'calls' | 'deletes',
  { used, limit, usedPercent, lastsSeconds }: Budget,
): TroubleEvent {
  const percent = Math.round(usedPercent);
  const lasts =
    lastsSeconds === null ? '' : ` At the planned pace the rest lasts ${formatSpan(lastsSeconds)}.`;
  // The source counts what other programs use as well, and what Cull used before it counted.
  const isOwnCount = limit !== null && Math.round((used / limit) * 100) === percent;
  const text = isOwnCount
    ? `${account.account} used ${formatCount(used)} of ${formatCount(limit)} ${budget} in 24 hours (${percent}%).${lasts}`
    : `${account.account} has used ${percent}% of the ${budget} that its source allows, as the source reports. Cull itself counted ${formatCount(used)} in 24 hours.${lasts}`;
  return {
    type: 'account.budget_low',
    data: { ...namesOf(account), budget, used, limit, usedPercent, lastsSeconds, text },
  };
}

function namesOf({ accountId, account }: AccountNames): Pick<AccountNames, 'accountId' | 'account'> {
  return { accountId, account };
}

function rounded({ wantedSeconds, achievedSeconds, cause }: CheckPace): CheckPace {
  const tenths = (value: number) => Math.round(value * 10) / 10;
  return { wantedSeconds: tenths(wantedSeconds), achievedSeconds: tenths(achievedSeconds), cause };
}
