import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { type AccountPlatform, readAccount, type Sealed } from './accounts';

export interface NewAccount {
  /** A random UUID: it is bound to what is sealed, so it is known before. */
  readonly accountId: string;
  readonly name: string;
  readonly platform: AccountPlatform;
  readonly baseUrl: string | null;
  readonly options: Readonly<Record<string, unknown>>;
  readonly sealedSecrets: Sealed | null;
  /** Epoch milliseconds; null where it isn't known, or the token doesn't expire. */
  readonly tokenExpiresAt: number | null;
  readonly personaIds: readonly string[];
}

/** Fields that are left out stay as they are. */
export interface AccountChange {
  readonly name?: string | undefined;
  readonly baseUrl?: string | null | undefined;
  readonly options?: Readonly<Record<string, unknown>> | undefined;
  readonly secrets?: SecretsChange | undefined;
  readonly personaIds?: readonly string[] | undefined;
}

/** Takes the place of the secrets that were read, and of no others: a token that was refreshed meanwhile is newer. */
export interface SecretsChange {
  /** As they were read. */
  readonly was: Sealed | null;
  /** Left out where they stay. */
  readonly sealed?: Sealed | undefined;
  /** With a new token, or another end of the one that was read. */
  readonly token?: { readonly expiresAt: number | null } | undefined;
}

/** Why a change was not made, or null where it was. */
export type AccountRefusal =
  | { readonly code: 'unknown' }
  /** The secrets are not those any more that the change began with. */
  | { readonly code: 'secrets_changed' }
  | { readonly code: 'name_taken' }
  | { readonly code: 'persona_taken'; readonly personaId: string; readonly by: string }
  /** Live variants, or posts that are still to be deleted, need the account. */
  | { readonly code: 'in_use'; readonly name: string; readonly live: number; readonly deletes: number };

/** Makes an account with its personas, or nothing. */
export function createAccount(
  pool: pg.Pool,
  account: NewAccount,
  now: number,
): Promise<AccountRefusal | null> {
  return change(pool, async (client) => {
    const { accountId, name, platform, baseUrl, options, sealedSecrets, tokenExpiresAt } = account;
    await client.query(
      `INSERT INTO accounts (id, name, platform, base_url, options, secrets, secrets_key_id, token_expires_at,
                             token_refreshed_at, created_at, updated_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $6::bytea IS NULL THEN NULL ELSE $9::timestamptz END, $9, $9)`,
      [
        accountId,
        name,
        platform,
        baseUrl,
        JSON.stringify(options),
        sealedSecrets?.box ?? null,
        sealedSecrets?.keyId ?? null,
        toTimestamp(tokenExpiresAt),
        toTimestamp(now),
      ],
    );
    return assignPersonas(client, accountId, account.personaIds);
  });
}

/** Changes an account, or nothing. A new token clears what was wrong with the one before. */
export function updateAccount(
  pool: pg.Pool,
  accountId: string,
  { name, baseUrl, options, secrets, personaIds }: AccountChange,
  now: number,
): Promise<AccountRefusal | null> {
  const { was = null, sealed, token } = secrets ?? {};
  return change(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE accounts SET name = coalesce($2, name), base_url = CASE WHEN $3 THEN $4 ELSE base_url END,
         options = coalesce($5, options), secrets = coalesce($6, secrets), secrets_key_id = coalesce($7, secrets_key_id),
         token_expires_at = CASE WHEN $8 THEN $9 ELSE token_expires_at END,
         token_refreshed_at = CASE WHEN $8 THEN $10 ELSE token_refreshed_at END,
         token_problem = CASE WHEN $8 THEN NULL ELSE token_problem END,
         refresh_failures = CASE WHEN $8 THEN 0 ELSE refresh_failures END,
         refresh_after = CASE WHEN $8 THEN NULL ELSE refresh_after END,
         expiry_announced_at = CASE WHEN $8 THEN NULL ELSE expiry_announced_at END,
         updated_at = $10
       WHERE id = $1 AND removed_at IS NULL AND (NOT $11 OR secrets IS NOT DISTINCT FROM $12)`,
      [
        accountId,
        name ?? null,
        baseUrl !== undefined,
        baseUrl ?? null,
        options === undefined ? null : JSON.stringify(options),
        sealed?.box ?? null,
        sealed?.keyId ?? null,
        token !== undefined,
        toTimestamp(token?.expiresAt ?? null),
        toTimestamp(now),
        secrets !== undefined,
        was?.box ?? null,
      ],
    );
    if (rowCount === 0) {
      const isKnown = (await readAccount(client, accountId)) !== null;
      return { code: isKnown ? 'secrets_changed' : 'unknown' };
    }
    return personaIds === undefined ? null : assignPersonas(client, accountId, personaIds);
  });
}

/** Stops all requests of an account, or lets them go on. @returns False where there is no such account. */
export async function setAccountPaused(
  db: Queryable,
  accountId: string,
  isPaused: boolean,
  now: number,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `UPDATE accounts SET paused_at = CASE WHEN $2 THEN coalesce(paused_at, $3) END, updated_at = $3
     WHERE id = $1 AND removed_at IS NULL`,
    [accountId, isPaused, toTimestamp(now)],
  );
  return rowCount === 1;
}

/** Removes an account that nothing needs any more: its secrets are erased, its personas and its name are free. */
export function removeAccount(pool: pg.Pool, accountId: string, now: number): Promise<AccountRefusal | null> {
  return change(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE accounts SET removed_at = $2, updated_at = $2, secrets = NULL, secrets_key_id = NULL, token_problem = NULL
       WHERE id = $1 AND removed_at IS NULL`,
      [accountId, toTimestamp(now)],
    );
    if (rowCount === 0) return { code: 'unknown' };
    await client.query('DELETE FROM account_personas WHERE account_id = $1', [accountId]);
    await client.query('DELETE FROM account_reports WHERE account_id = $1', [accountId]);
    await client.query('DELETE FROM troubles WHERE subject = $1', [accountId]);
    // A posting under way holds a lock on the account's row, so it was waited for, and counts.
    const { rows } = await client.query<{ name: string; live: number; deletes: number }>(
      `SELECT (SELECT name FROM accounts WHERE id = $1) AS name,
              (SELECT count(*) FROM variant_monitoring WHERE status = 'monitoring' AND account_id = $1) AS live,
              (SELECT count(*) FROM kill_steps s JOIN variant_monitoring m ON m.id = s.monitoring_id
               WHERE s.state = 'pending' AND s.kind = 'delete_post' AND m.account_id = $1) AS deletes`,
      [accountId],
    );
    const [needed] = rows;
    return needed !== undefined && needed.live + needed.deletes > 0 ? { code: 'in_use', ...needed } : null;
  });
}

/** Gives an account these personas and no others; those of another account are refused. */
async function assignPersonas(
  db: Queryable,
  accountId: string,
  personaIds: readonly string[],
): Promise<AccountRefusal | null> {
  await db.query('DELETE FROM account_personas WHERE account_id = $1 AND persona_id <> ALL($2)', [
    accountId,
    personaIds,
  ]);
  await db.query(
    `INSERT INTO account_personas (persona_id, account_id) SELECT p, $1 FROM unnest($2::text[]) AS p ORDER BY p
     ON CONFLICT (persona_id) DO NOTHING`,
    [accountId, personaIds],
  );
  const { rows } = await db.query<{ personaId: string; by: string }>(
    `SELECT p.persona_id AS "personaId", a.name AS by FROM account_personas p JOIN accounts a ON a.id = p.account_id
     WHERE p.persona_id = ANY($2) AND p.account_id <> $1 ORDER BY 1 LIMIT 1`,
    [accountId, personaIds],
  );
  return rows[0] === undefined ? null : { code: 'persona_taken', ...rows[0] };
}

/** A refusal that carries its reason through the rollback. */
class Refused extends Error {
  constructor(readonly refusal: AccountRefusal) {
    super(refusal.code);
  }
}

/** Runs a change in a transaction; a refusal rolls all of it back. */
async function change(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<AccountRefusal | null>,
): Promise<AccountRefusal | null> {
  try {
    await inTransaction(pool, async (client) => {
      const refusal = await work(client);
      if (refusal !== null) throw new Refused(refusal);
    });
    return null;
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    if (error instanceof Error && 'constraint' in error && error.constraint === 'accounts_name_key')
      return { code: 'name_taken' };
    throw error;
  }
}
