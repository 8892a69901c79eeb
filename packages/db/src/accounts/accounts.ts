import { DEFAULT_ACCOUNT } from '@cull/core';
import type { Queryable } from '../system/database';

export const ACCOUNT_PLATFORMS = ['threads', 'http'] as const;
export type AccountPlatform = (typeof ACCOUNT_PLATFORMS)[number];

/** What the account of the environment is called: it has no row, and sessions that are read through it have no account. */
export { DEFAULT_ACCOUNT };

/** An encrypted text, and which key opens it. */
export interface Sealed {
  readonly keyId: string;
  readonly box: Uint8Array;
}

/** A profile at a source. Instants are epoch milliseconds. */
export interface AccountRow {
  readonly accountId: string;
  readonly name: string;
  readonly platform: AccountPlatform;
  /** Null for the platform's own address. */
  readonly baseUrl: string | null;
  /** As the platform's adapter takes them, but for the headers, which are among the secrets. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Access token and headers; `openAccountSecrets` in packages/process opens them. */
  readonly sealedSecrets: Sealed | null;
  readonly personaIds: readonly string[];
  readonly tokenExpiresAt: number | null;
  readonly tokenRefreshedAt: number | null;
  /** Why the last refresh of the token failed; null where it didn't. */
  readonly tokenProblem: string | null;
  readonly pausedAt: number | null;
  readonly createdAt: number;
  /** Changes with all that a client of the account is made of. */
  readonly updatedAt: number;
}

const COLUMNS = `a.id AS "accountId", a.name, a.platform, a.base_url AS "baseUrl", a.options, a.secrets,
  a.secrets_key_id AS "keyId", a.token_expires_at AS "tokenExpiresAt", a.token_refreshed_at AS "tokenRefreshedAt",
  a.token_problem AS "tokenProblem", a.paused_at AS "pausedAt", a.created_at AS "createdAt", a.updated_at AS "updatedAt",
  ARRAY(SELECT p.persona_id FROM account_personas p WHERE p.account_id = a.id ORDER BY p.persona_id) AS "personaIds"`;

type StoredRow = Omit<AccountRow, 'sealedSecrets'> & {
  readonly secrets: Uint8Array | null;
  readonly keyId: string | null;
};

/** All accounts that are not removed, oldest first; those that are paused as well. */
export function readAccounts(db: Queryable): Promise<readonly AccountRow[]> {
  return readAccountsWhere(db, 'true', []);
}

/** @returns Null where there is no such account, or none any more. */
export async function readAccount(db: Queryable, accountId: string): Promise<AccountRow | null> {
  const [account] = await readAccountsWhere(db, 'a.id = $1', [accountId]);
  return account ?? null;
}

/** @param condition On `accounts a`, in SQL. */
export async function readAccountsWhere(
  db: Queryable,
  condition: string,
  values: readonly unknown[],
): Promise<readonly AccountRow[]> {
  const { rows } = await db.query<StoredRow>(
    `SELECT ${COLUMNS} FROM accounts a WHERE a.removed_at IS NULL AND ${condition} ORDER BY a.created_at, a.id`,
    [...values],
  );
  return rows.map(toAccountRow);
}

function toAccountRow({ secrets, keyId, ...row }: StoredRow): AccountRow {
  return { ...row, sealedSecrets: secrets === null || keyId === null ? null : { keyId, box: secrets } };
}
