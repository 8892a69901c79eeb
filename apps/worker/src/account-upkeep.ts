import { refreshDueTokens, resealAccounts, type TokenKeeper } from '@cull/accounts';
import { createSecretBox } from '@cull/process';
import type { WorkerContext } from './context';
import type { Environment } from './environment';

/** The keys that this worker opens accounts with. */
export function secretBoxOf(environment: Environment) {
  return createSecretBox(environment.CULL_ENCRYPTION_KEY, environment.CULL_ENCRYPTION_KEY_OLD);
}

/** Refreshes tokens before they expire, announces those that will, and re-encrypts what an older key has sealed. */
export async function keepAccounts(
  { db, log, now, notifier }: Pick<WorkerContext, 'db' | 'log' | 'now' | 'notifier'>,
  box: TokenKeeper['box'],
): Promise<void> {
  const { resealed, problems } = await resealAccounts({ db, box });
  if (resealed > 0) log.info({ resealed }, 'accounts are encrypted with the current key');
  for (const problem of problems) log.error({ problem }, 'the token of an account is unreadable');
  const { refreshed, failures, announced } = await refreshDueTokens({ db, box, now });
  if (refreshed > 0) log.info({ refreshed }, 'refreshed the tokens of accounts');
  for (const failure of failures) log.warn(failure, 'the token of an account was not refreshed');
  if (announced > 0) notifier.publish({ kind: 'events' });
}
