import type { Account } from './accounts';
import type { RateWindow } from './rate-window';

/**
 * The headers in which the Graph API tells how much of its limits is used: whole percent, and minutes until calls are
 * allowed again. Empty where nothing is limited.
 */
export function usageHeaders(
  { userId, budget }: Account,
  rateWindow: RateWindow,
): Readonly<Record<string, string>> {
  const account = budget.callsUsedPercent();
  const shared = rateWindow.usage();
  if (account === null && shared === null) return {};
  const used = { call_count: Math.max(account ?? 0, shared ?? 0), total_time: 0, total_cputime: 0 };
  const app = { 'x-app-usage': JSON.stringify(used) };
  if (account === null) return app;
  const useCase = {
    type: 'threads',
    ...used,
    call_count: account,
    estimated_time_to_regain_access: budget.minutesToRegainCalls(),
  };
  return { ...app, 'x-business-use-case-usage': JSON.stringify({ [userId]: [useCase] }) };
}
