import { randomBytes } from 'node:crypto';
import { type Budget, createBudget, DOCUMENTED, type QuotasInput, UNLIMITED } from './budget';
import { HttpError } from './http';
import { hash } from './random';

export const PERMISSIONS = [
  'threads_basic',
  'threads_content_publish',
  'threads_manage_insights',
  'threads_delete',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** A Threads profile. */
export interface Account {
  readonly accountId: string;
  /** 17 digits, as in the Threads API: more than a double can hold. */
  readonly userId: string;
  readonly username: string;
  /** What the ids of its posts carry, [0, 10,000); null for the default profile, which sees the posts of all. */
  readonly ownerCode: number | null;
  readonly budget: Budget;
}

/** What an access token lets its bearer do. */
export interface Token {
  readonly account: Account;
  readonly permissions: ReadonlySet<Permission>;
  readonly isLongLived: boolean;
  /** Epoch milliseconds; null: it never expires. */
  readonly expiresAt: number | null;
  readonly issuedAt: number;
}

export interface AccountChanges {
  /** One more token of this account, by which it is known from now on. */
  readonly accessToken?: string | undefined;
  /** Of all tokens that the account has. */
  readonly permissions?: readonly Permission[] | undefined;
  readonly tokenExpiresAt?: number | null | undefined;
  readonly quotas?: QuotasInput | undefined;
}

export interface Accounts {
  /** @throws HttpError (409) if there is an account of this name, or a token is another account's. */
  create(accountId: string, username: string | undefined, changes: AccountChanges): Account;
  /** @throws HttpError (404) for an unknown account, (409) if the token is another account's. */
  update(accountId: string, changes: AccountChanges): Account;
  /** All but the default profile, in the order of their creation. */
  created(): readonly Account[];
  /** `default` is the default profile. */
  find(accountId: string): Account | null;
  /** The token's rights, expired ones too; null: refused. Unknown tokens act as the default profile unless they are refused. */
  byToken(accessToken: string): Token | null;
  tokensOf(account: Account): readonly Token[];
  /** Makes a token up. */
  issue(token: Omit<Token, 'issuedAt'>): string;
  refuseUnknownTokens(refuse: boolean): void;
}

export const DEFAULT_ACCOUNT_ID = 'default';
const OWNER_CODES = 10_000;
/** Tokens given by hand are old enough to be refreshed. */
const LONG_AGO = 0;

/** The profiles of this server and their tokens, all in memory. */
export function createAccounts(now: () => number): Accounts {
  const main: Account = {
    accountId: DEFAULT_ACCOUNT_ID,
    userId: '17841400000000000',
    username: 'fake',
    ownerCode: null,
    budget: createBudget(now, UNLIMITED),
  };
  const anyToken: Token = {
    account: main,
    permissions: new Set(PERMISSIONS),
    isLongLived: true,
    expiresAt: null,
    issuedAt: LONG_AGO,
  };
  const accounts = new Map<string, Account>([[DEFAULT_ACCOUNT_ID, main]]);
  const tokens = new Map<string, Token>();
  let refuseUnknown = false;

  const apply = (account: Account, { accessToken, permissions, tokenExpiresAt, quotas }: AccountChanges) => {
    if (quotas !== undefined) account.budget.setQuotas(quotas);
    if (accessToken !== undefined) {
      const known = tokens.get(accessToken);
      if (known !== undefined && known.account !== account)
        throw new HttpError(409, `The access token is one of the account ${known.account.accountId}.`);
      if (known === undefined) tokens.set(accessToken, { ...anyToken, account });
    }
    for (const [text, token] of tokens) {
      if (token.account !== account) continue;
      tokens.set(text, {
        ...token,
        ...(permissions && { permissions: new Set(permissions) }),
        ...(tokenExpiresAt !== undefined && { expiresAt: tokenExpiresAt }),
      });
    }
    return account;
  };

  return {
    create(accountId, username, changes) {
      const ownerCode = hash(`owner:${accountId}`) % OWNER_CODES;
      const same = [...accounts.values()].find(
        (other) => other.accountId === accountId || other.ownerCode === ownerCode,
      );
      if (same !== undefined)
        throw new HttpError(409, `The account ${same.accountId} exists; ${accountId} needs another name.`);
      const account: Account = {
        accountId,
        userId: `1784140${String(hash(`user:${accountId}`)).padStart(10, '0')}`,
        username: username ?? accountId,
        ownerCode,
        budget: createBudget(now, DOCUMENTED),
      };
      apply(account, changes);
      accounts.set(accountId, account);
      return account;
    },
    update(accountId, changes) {
      const account = accounts.get(accountId);
      if (account === undefined) throw new HttpError(404, `There is no account ${accountId}.`);
      return apply(account, changes);
    },
    created: () => [...accounts.values()].filter(({ ownerCode }) => ownerCode !== null),
    find: (accountId) => accounts.get(accountId) ?? null,
    byToken: (accessToken) => tokens.get(accessToken) ?? (refuseUnknown ? null : anyToken),
    tokensOf: (account) => [...tokens.values()].filter((token) => token.account === account),
    issue(token) {
      const text = `THAA${randomBytes(24).toString('base64url')}`;
      tokens.set(text, { ...token, issuedAt: now() });
      return text;
    },
    refuseUnknownTokens(refuse) {
      refuseUnknown = refuse;
    },
  };
}
