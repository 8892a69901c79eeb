import type { Session } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** One variant may look like steps by chance; two of an account do not. */
const VARIANTS_NEEDED = 2;
/** How a source refreshes its counters changes seldom: what was seen applies to a day. */
const FORGOTTEN_AFTER_MS = 86_400_000;

/** What tells which account a session's counters come from. */
export type CountedBy = Pick<Session, 'source' | 'personaId' | 'accountId'>;

/** Returns the account that a session's counters come from; what is pushed comes from each persona's own. */
export function accountOf({ source, personaId, accountId }: CountedBy): string {
  if (source === 'push') return `push ${personaId}`;
  return accountId === null ? source : `account ${accountId}`;
}

/** Returns the persona that an account belongs to; null where it reads posts of all personas. */
export function personaOfAccount(account: string): string | null {
  return account.startsWith('push ') ? account.slice('push '.length) : null;
}

/**
 * Notes variants whose interactions arrive in steps, apart from their views.
 * @returns The accounts that this makes stepping ones.
 */
export async function reportSteppingVariants(
  db: Queryable,
  sessions: readonly (CountedBy & Pick<Session, 'monitoringId'>)[],
  now: number,
): Promise<readonly string[]> {
  if (sessions.length === 0) return [];
  const before = await readSteppingAccounts(db, now);
  await db.query(
    `INSERT INTO stepping_variants (account, monitoring_id, seen_at)
     SELECT s.account, s.id, $3 FROM unnest($1::text[], $2::uuid[]) AS s(account, id) ON CONFLICT DO NOTHING`,
    [sessions.map(accountOf), sessions.map(({ monitoringId }) => monitoringId), toTimestamp(now)],
  );
  const after = await readSteppingAccounts(db, now);
  return [...after].filter((account) => !before.has(account));
}

/** Reads the accounts of which two variants were seen stepping within a day. */
export async function readSteppingAccounts(db: Queryable, now: number): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ account: string }>(
    'SELECT account FROM stepping_variants WHERE seen_at >= $1 GROUP BY account HAVING count(*) >= $2',
    [toTimestamp(now - FORGOTTEN_AFTER_MS), VARIANTS_NEEDED],
  );
  return new Set(rows.map(({ account }) => account));
}

/** Forgets variants that were seen stepping over a day ago. */
export async function forgetSteppingVariants(db: Queryable, now: number): Promise<void> {
  await db.query('DELETE FROM stepping_variants WHERE seen_at < $1', [toTimestamp(now - FORGOTTEN_AFTER_MS)]);
}
