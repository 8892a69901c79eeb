import { LIMITS, openSqlDatabase, readAccountReports, readAccounts } from '@cull/db';
import { addressesOf, isPooled } from '@cull/postgres';
import { createSecretBox } from '@cull/process';
import type { Configuration } from './configuration';
import { type Finding, fail, ok, warn } from './finding';

const LOW_PERCENT = 90;
const REACHED_WITHIN_MS = 5_000;

/** Looks at the accounts of a migrated database: whether their secrets can be read, how they do, and how much of their limits is used. */
export async function checkAccounts(configuration: Configuration, now: number): Promise<readonly Finding[]> {
  const addresses = addressesOf(configuration);
  const db = openSqlDatabase({
    url: addresses.url,
    isPooled: isPooled(addresses),
    applicationName: 'cull-doctor',
    maxConnections: 1,
    limits: LIMITS.reading,
    onError: () => {},
  });
  try {
    const [accounts, reports] = [await readAccounts(db.pool), await readAccountReports(db.pool, now)];
    const { CULL_ENCRYPTION_KEY: key, CULL_ENCRYPTION_KEY_OLD: oldKey } = configuration;
    const keys = [key, ...(oldKey === undefined ? [] : [oldKey])].map((one) => createSecretBox(one).keyId);
    const findings: Finding[] = [];
    for (const { name, sealedSecrets } of accounts)
      if (sealedSecrets !== null && !keys.includes(sealedSecrets.keyId))
        findings.push(
          fail(
            `account ${name}`,
            'its token was encrypted with another CULL_ENCRYPTION_KEY',
            'set the key that it was encrypted with, or CULL_ENCRYPTION_KEY_OLD',
          ),
        );
    for (const { accountId, state, detail, usedPercent } of reports) {
      const name = accounts.find((account) => account.accountId === accountId)?.name ?? accountId;
      if (state === 'token_invalid' || state === 'unreachable')
        findings.push(warn(`account ${name}`, detail ?? state, 'see Settings › Accounts'));
      else if (usedPercent !== null && usedPercent > LOW_PERCENT)
        findings.push(
          warn(
            `account ${name}`,
            `${Math.round(usedPercent)}% of its rate limit is used`,
            'spread the personas over more accounts',
          ),
        );
    }
    return findings.length === 0
      ? [ok('accounts', `${accounts.length}, and what workers report of them is well`)]
      : findings;
  } finally {
    await db.close();
  }
}

/** Looks whether the Threads API answers at all; whether it takes the token is what workers find out. */
export async function checkSource(url: string | undefined): Promise<readonly Finding[]> {
  if (url === undefined) return [];
  const { host } = new URL(url);
  try {
    await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(REACHED_WITHIN_MS) });
    return [ok('source', `${host} answers`)];
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    return [
      warn('source', `${host} doesn't answer: ${cause}`, 'check THREADS_API_URL, DNS and outgoing traffic'),
    ];
  }
}
