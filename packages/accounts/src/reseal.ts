import { readAccountsSealedOtherwise, replaceSeal } from '@cull/db';
import { SealError } from '@cull/process';
import type { TokenKeeper } from './refresh';
import { openAccountSecrets, sealAccountSecrets } from './secrets';

/**
 * Encrypts what an older key has sealed with the current one, so that the older key can go.
 * @returns How many were, and what could not be opened.
 */
export async function resealAccounts({ db, box }: Pick<TokenKeeper, 'db' | 'box'>) {
  const problems: string[] = [];
  let resealed = 0;
  for (const { accountId, sealedSecrets } of await readAccountsSealedOtherwise(db.pool, box.keyId)) {
    if (sealedSecrets === null) continue;
    try {
      const secrets = openAccountSecrets(box, accountId, sealedSecrets);
      const sealed = sealAccountSecrets(box, accountId, secrets);
      if (await replaceSeal(db.pool, accountId, sealedSecrets, sealed)) resealed += 1;
    } catch (error) {
      if (!(error instanceof SealError)) throw error;
      problems.push(error.message);
    }
  }
  return { resealed, problems };
}
