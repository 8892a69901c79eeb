import { SealError, type Sealed, type SecretBox } from '@cull/process';
import { z } from 'zod';

/** What an account has that nobody may read. */
export interface AccountSecrets {
  readonly accessToken: string | null;
  /** Headers that an endpoint wants, which may hold keys. */
  readonly headers: Readonly<Record<string, string>>;
}

export const NO_ACCOUNT_SECRETS: AccountSecrets = Object.freeze({
  accessToken: null,
  headers: Object.freeze({}),
});

const storedSchema = z.object({
  accessToken: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});

/** Encrypts an account's secrets; they open for this account alone. */
export function sealAccountSecrets(box: SecretBox, accountId: string, secrets: AccountSecrets): Sealed {
  return box.seal(JSON.stringify(secrets), ownerOf(accountId));
}

/**
 * Decrypts an account's secrets.
 * @throws SealError
 */
export function openAccountSecrets(box: SecretBox, accountId: string, sealed: Sealed | null): AccountSecrets {
  if (sealed === null) return NO_ACCOUNT_SECRETS;
  return storedSchema.parse(JSON.parse(box.open(sealed, ownerOf(accountId))));
}

/**
 * Gives what a client of a stored account is made of: its token, and its options with their headers.
 * @throws SealError
 */
export function openAccount<Options extends Readonly<Record<string, unknown>>>(
  box: SecretBox,
  account: { readonly accountId: string; readonly options: Options; readonly sealedSecrets: Sealed | null },
) {
  const { accessToken, headers } = openAccountSecrets(box, account.accountId, account.sealedSecrets);
  const hasHeaders = Object.keys(headers).length > 0;
  return { accessToken, options: { ...account.options, ...(hasHeaders && { headers }) } };
}

/** Returns why no client can be made of an account, in words for people. */
export function unusableWords(error: unknown): string {
  if (error instanceof SealError)
    return `Its token can’t be read: it ${error.reason}. Bring that key back, or enter the token and all options again.`;
  return error instanceof Error ? error.message : String(error);
}

function ownerOf(accountId: string): string {
  return `account:${accountId}`;
}
