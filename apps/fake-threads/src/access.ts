import type { Accounts, Permission, Token } from './accounts';
import type { Caller } from './faults';
import { expiredToken, missingToken, notPermitted, type Reply, unknownToken } from './graph-errors';
import type { Post } from './posts';

/** A call whose token is valid. */
export interface Access {
  readonly token: Token;
  readonly caller: Caller;
}

/** Reads the token of a call: its rights, or what is answered instead. */
export function accessOf(
  accounts: Accounts,
  accessToken: string | null,
  now: number,
): { readonly access: Access } | { readonly refusal: Reply } {
  if (accessToken === null) return { refusal: missingToken() };
  const token = accounts.byToken(accessToken);
  if (token === null) return { refusal: unknownToken() };
  if (token.expiresAt !== null && now >= token.expiresAt) return { refusal: expiredToken() };
  return { access: { token, caller: { accountId: token.account.accountId, accessToken } } };
}

/** Returns what is answered to a call that needs these permissions; null: it has them. */
export function lacks({ token }: Access, ...needed: readonly Permission[]): Reply | null {
  return needed.every((permission) => token.permissions.has(permission)) ? null : notPermitted();
}

/** Whether the token's account can see a post: the default profile sees all, the others their own. */
export function canSee({ token: { account } }: Access, post: Post): boolean {
  return account.ownerCode === null || account.ownerCode === post.owner;
}
