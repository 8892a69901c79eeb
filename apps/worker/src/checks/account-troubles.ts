import { isBehind } from '@cull/core';
import { type AccountProblem, ENGINE_SUBJECT, type ReportedAccountState } from '@cull/db';
import type { TroubleTeller } from '../trouble-teller';
import { behindEvent, budgetEvent, caughtUpEvent, healthyEvent, unhealthyEvent } from './account-events';
import { isLow } from './budget';
import type { SeenAccount } from './seen-account';

const PROBLEMS = {
  ok: null,
  limited: null,
  unreachable: 'unreachable',
  token_invalid: 'token_invalid',
  paused: 'paused',
} as const satisfies Record<ReportedAccountState, AccountProblem | null>;

/** Reports an account's troubles: nothing is read, checks are behind, a budget is low. */
export async function tellTroubles(
  teller: Pick<TroubleTeller, 'lasts' | 'see'>,
  account: SeenAccount,
): Promise<void> {
  const { accountId: subject, live, calls, deletes } = account;
  // An account that somebody paused without variants to check is at rest.
  const problem = account.state === 'paused' && live === 0 ? null : PROBLEMS[account.state];
  await teller.see({
    ...{ subject, kind: 'unhealthy' },
    seen: problem !== null && unhealthyEvent(account, problem),
    ends: (seconds) => healthyEvent(account, seconds),
  });
  await teller.see({
    ...{ subject, kind: 'behind' },
    // The other trouble says why nothing is checked.
    seen: problem === null ? behind(teller, account) : null,
    ends: (seconds) => caughtUpEvent(account, account.pace, seconds),
  });
  await teller.see({
    ...{ subject, kind: 'calls_low' },
    seen: calls.isLow && budgetEvent(account, 'calls', { ...calls, usedPercent: calls.usedPercent ?? 0 }),
    ends: () => null,
  });
  const usedPercent = deletes.limit === null ? 0 : (100 * deletes.used) / deletes.limit;
  await teller.see({
    ...{ subject, kind: 'deletes_low' },
    seen:
      isLow(usedPercent) && budgetEvent(account, 'deletes', { ...deletes, usedPercent, lastsSeconds: null }),
    ends: () => null,
  });
}

/** Null where nothing can be said, or Cull as a whole is behind and has said so. */
function behind(teller: Pick<TroubleTeller, 'lasts'>, account: SeenAccount) {
  const { accountId, live, pace } = account;
  if (live === 0) return false;
  if (pace === null) return null;
  if (pace.cause === 'engine' && teller.lasts(ENGINE_SUBJECT, 'behind')) return null;
  return isBehind(pace, teller.lasts(accountId, 'behind')) && behindEvent(account, pace);
}
