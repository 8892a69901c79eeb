import type pg from 'pg';
import { appendEvents } from '../events/events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { type AccountRow, readAccountsWhere, type Sealed } from './accounts';

/** While one process refreshes a token, no other tries. */
const CLAIM_MS = 5 * 60_000;
/** Without knowing when it expires: its first refresh tells. Younger tokens can't be refreshed. */
const UNKNOWN_EXPIRY_AFTER_MS = 24 * 3_600_000;

/**
 * Claims the accounts whose token is past half of its life, and can still be refreshed. Each comes to one caller within five
 * minutes, or until the outcome is written.
 * @param limit At most so many.
 */
export async function claimDueTokens(
  db: Queryable,
  now: number,
  limit: number,
): Promise<readonly AccountRow[]> {
  const { rows } = await db.query<{ id: string }>(
    `UPDATE accounts SET refresh_after = $2 WHERE id IN (
       SELECT id FROM accounts
       WHERE removed_at IS NULL AND secrets IS NOT NULL AND platform = 'threads'
         AND (refresh_after IS NULL OR refresh_after <= $1)
         AND CASE WHEN token_expires_at IS NULL THEN token_refreshed_at <= $3
                  ELSE token_expires_at > $1 AND token_refreshed_at + (token_expires_at - token_refreshed_at) / 2 <= $1 END
       ORDER BY token_expires_at NULLS LAST, id LIMIT $4 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [toTimestamp(now), toTimestamp(now + CLAIM_MS), toTimestamp(now - UNKNOWN_EXPIRY_AFTER_MS), limit],
  );
  return readAccountsWhere(db, 'a.id = ANY($1)', [rows.map(({ id }) => id)]);
}

/**
 * Puts a refreshed token in the place of the one that it was got with.
 * @param was As it was read: a token that somebody else has put in meanwhile stays.
 * @returns Whether it was stored.
 */
export async function storeRefreshedToken(
  db: Queryable,
  accountId: string,
  was: Sealed,
  { sealed, expiresAt }: { readonly sealed: Sealed; readonly expiresAt: number },
  now: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE accounts SET secrets = $3, secrets_key_id = $4, token_expires_at = $5, token_refreshed_at = $6, updated_at = $6,
       token_problem = NULL, refresh_failures = 0, refresh_after = NULL, expiry_announced_at = NULL
     WHERE id = $1 AND secrets = $2`,
    [accountId, was.box, sealed.box, sealed.keyId, toTimestamp(expiresAt), toTimestamp(now)],
  );
  return rowCount === 1;
}

/** The pauses between failed refreshes double, from ten minutes to a day. */
const FIRST_PAUSE_MINUTES = 10;
const LONGEST_PAUSE_MINUTES = 1_440;

/**
 * Keeps why a refresh failed, and when the next is due.
 * @param was The secrets that it was tried with: of those that somebody else has put in meanwhile it says nothing.
 * @returns Whether they still are the account's.
 */
export async function noteRefreshFailure(
  db: Queryable,
  accountId: string,
  was: Sealed | null,
  problem: string,
  now: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE accounts SET token_problem = $3, refresh_failures = refresh_failures + 1,
       refresh_after = $4::timestamptz + make_interval(mins =>
         least(${FIRST_PAUSE_MINUTES} * power(2, least(refresh_failures, 20)), ${LONGEST_PAUSE_MINUTES})::int)
     WHERE id = $1 AND removed_at IS NULL AND secrets IS NOT DISTINCT FROM $2`,
    [accountId, was?.box ?? null, problem, toTimestamp(now)],
  );
  return rowCount === 1;
}

/** Tells once of each token that expires within a while. @returns How many were told about. */
export async function announceExpiringTokens(pool: pg.Pool, now: number, withinMs: number): Promise<number> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<{
      accountId: string;
      account: string;
      expiresAt: number;
      problem: string | null;
    }>(
      `UPDATE accounts SET expiry_announced_at = $1
       WHERE removed_at IS NULL AND secrets IS NOT NULL AND expiry_announced_at IS NULL AND token_expires_at <= $2
       RETURNING id AS "accountId", name AS account, token_expires_at AS "expiresAt", token_problem AS problem`,
      [toTimestamp(now), toTimestamp(now + withinMs)],
    );
    await appendEvents(
      client,
      rows.map(({ accountId, account, expiresAt, problem }) => {
        const tokenExpiresAt = toTimestamp(expiresAt);
        const text = expiryText(account, expiresAt, problem, now);
        return {
          at: now,
          type: 'account.token_expiring',
          data: { accountId, account, tokenExpiresAt, problem, text },
        };
      }),
    );
    return rows.length;
  });
}

function expiryText(account: string, expiresAt: number, problem: string | null, now: number): string {
  const at = `${toTimestamp(expiresAt).slice(0, 16).replace('T', ' ')} UTC`;
  const begins = `The token of ${account} ${expiresAt <= now ? 'expired' : 'expires'} on ${at}`;
  return problem === null ? `${begins}.` : `${begins}, and refreshing it failed: ${problem}`;
}

/** Accounts whose secrets another key than this one opens. */
export function readAccountsSealedOtherwise(db: Queryable, keyId: string): Promise<readonly AccountRow[]> {
  return readAccountsWhere(db, 'a.secrets_key_id <> $1', [keyId]);
}

/** Puts the same secrets under another key. @returns False where somebody changed them meanwhile. */
export async function replaceSeal(
  db: Queryable,
  accountId: string,
  was: Sealed,
  sealed: Sealed,
): Promise<boolean> {
  const { rowCount } = await db.query(
    'UPDATE accounts SET secrets = $3, secrets_key_id = $4 WHERE id = $1 AND secrets = $2',
    [accountId, was.box, sealed.box, sealed.keyId],
  );
  return rowCount === 1;
}
