import { refreshDueTokens, resealAccounts, type TokenKeeper } from '@cull/accounts';
import { createSecretBox } from '@cull/process';
import { sealChannelSecrets } from './channels/seal-secrets';
import type { WorkerContext } from './context';
import type { Environment } from './environment';

/** The keys that this worker opens accounts with. */
export function secretBoxOf(environment: Environment) {
  return createSecretBox(environment.CULL_ENCRYPTION_KEY, environment.CULL_ENCRYPTION_KEY_OLD);
}

/** Encrypts with the current key what an older one has sealed, and what a version before stored in clear. */
export async function sealSecrets(
  { db, log }: Pick<WorkerContext, 'db' | 'log'>,
  box: TokenKeeper['box'],
): Promise<void> {
  const accounts = await resealAccounts({ db, box });
  const channels = await sealChannelSecrets(db.pool, box);
  const sealed = { accounts: accounts.resealed, channels: channels.sealed };
  if (sealed.accounts + sealed.channels > 0) log.info(sealed, 'secrets are encrypted with the current key');
  for (const problem of accounts.problems) log.error({ problem }, 'the token of an account is unreadable');
  for (const problem of channels.problems) log.error({ problem }, 'the secret of a channel is unreadable');
}

/** Refreshes tokens before they expire, and announces those that will. */
export async function keepAccounts(
  { db, log, now, notifier }: Pick<WorkerContext, 'db' | 'log' | 'now' | 'notifier'>,
  box: TokenKeeper['box'],
): Promise<void> {
  const { refreshed, failures, announced } = await refreshDueTokens({ db, box, now });
  if (refreshed > 0) log.info({ refreshed }, 'refreshed the tokens of accounts');
  for (const failure of failures) log.warn(failure, 'the token of an account was not refreshed');
  if (announced > 0) notifier.publish({ kind: 'events' });
}
