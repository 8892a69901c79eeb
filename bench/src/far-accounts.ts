import type { Cull } from '@cull/launcher';
import { mutate } from './load';
import { connectSource } from './source';

/** An account of the benchmark; the default one has no id. */
export interface BenchAccount {
  readonly accountId: string | undefined;
  readonly label: string;
  /** What keeps it from being checked; null: nothing. */
  readonly trouble: 'dead token' | 'limited' | null;
}

/** Calls that a limited account has: used up at once. */
const FEW_CALLS = 100;

/**
 * Makes accounts at the look-alike and connects them with Cull, each for a persona of its name. A single account without
 * trouble is the default one, which needs no connecting.
 */
export async function connectAccounts(
  { url, fakeThreadsUrl }: Cull,
  count: number,
  trouble: boolean,
): Promise<readonly BenchAccount[]> {
  if (count === 1) return [{ accountId: undefined, label: 'default', trouble: null }];
  const source = connectSource(fakeThreadsUrl);
  const accounts: BenchAccount[] = [];
  for (let number = 1; number <= count; number += 1) {
    const accountId = `bench-${number}`;
    const accessToken = `token-of-${accountId}`;
    // More calls than a benchmark makes: only the limited account is to meet its limit.
    await source.createAccount(accountId, { accessToken, quotas: { calls: 100_000_000 } });
    await mutate(url, 'accounts.create', {
      name: accountId,
      platform: 'threads',
      personaIds: [accountId],
      baseUrl: fakeThreadsUrl,
      accessToken,
    });
    accounts.push({ accountId, label: accountId, trouble: trouble ? troubleOf(number) : null });
  }
  return accounts;
}

/** Lets the trouble begin. */
export async function beginTrouble(
  { fakeThreadsUrl }: Cull,
  accounts: readonly BenchAccount[],
): Promise<void> {
  const source = connectSource(fakeThreadsUrl);
  for (const { accountId, trouble } of accounts) {
    if (accountId === undefined || trouble === null) continue;
    const changes =
      trouble === 'limited'
        ? { quotas: { calls: FEW_CALLS } }
        : { tokenExpiresAt: new Date(Date.now() - 1_000).toISOString() };
    await source.updateAccount(accountId, changes);
  }
}

function troubleOf(number: number): BenchAccount['trouble'] {
  if (number === 1) return 'dead token';
  return number === 2 ? 'limited' : null;
}
