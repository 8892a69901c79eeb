import { randomUUID } from 'node:crypto';
import { openAccountSecrets, sealAccountSecrets } from '@cull/accounts';
import {
  type AccountRow,
  closeAuditEntry,
  createAccount,
  openAuditEntry,
  readAccount,
  readAccounts,
  updateAccount,
} from '@cull/db';
import { exchangeThreadsCode, type FreshToken } from '@cull/sources';
import { TRPCError } from '@trpc/server';
import type { Origin, Services } from '../context';
import { messageOf } from '../trpc';
import { demandChanged, unknownAccount } from './refusals';
import type { ThreadsAppSetup } from './setup';

export const CALLBACK_PATH = '/api/accounts/threads/callback';
const TIMEOUT_MS = 10_000;

/** Somebody who came back from Threads, checked. */
export interface Returned {
  readonly code: string;
  /** The account whose token is to be replaced; null for a new one. */
  readonly accountId: string | null;
  readonly actor: string;
  readonly origin: Origin;
}

/**
 * Turns the code into a long-lived token, and puts that into an account; on record like what is done through procedures.
 * @returns The account's id.
 * @throws TRPCError with what went wrong, in words.
 */
export async function connectThreads(
  services: Services,
  app: ThreadsAppSetup,
  { code, accountId, actor, origin }: Returned,
): Promise<string> {
  const { db, log, now } = services;
  const target = accountId === null ? null : `account:${accountId}`;
  const asked = { at: now(), actor, action: 'accounts.connectThreads', target, reason: null, input: {} };
  const entry = await openAuditEntry(db, { ...asked, ...origin });
  const close = (result: string, message: string | null) =>
    closeAuditEntry(db, entry, { result, message }).catch((error: unknown) =>
      log.error({ error, entry: String(entry) }, 'the audit trail did not take what came of a call'),
    );
  try {
    const connected = await connect(services, app, code, accountId);
    await close('ok', `account:${connected}`);
    return connected;
  } catch (error) {
    const known =
      error instanceof TRPCError ? error : new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: error });
    if (known !== error) log.error({ error }, 'a profile could not be connected');
    await close(known.code, messageOf(known));
    throw known;
  }
}

async function connect(
  services: Services,
  { appId, appSecret, apiUrl }: ThreadsAppSetup,
  code: string,
  accountId: string | null,
): Promise<string> {
  const { db, now, baseUrl } = services;
  const chosen = accountId === null ? null : await readAccount(db.pool, accountId);
  if (accountId !== null && chosen?.platform !== 'threads') throw unknownAccount(accountId);
  const app = { appId, appSecret, redirectUri: baseUrl + CALLBACK_PATH };
  const exchanged = await exchangeThreadsCode(app, code, { apiUrl, timeoutMs: TIMEOUT_MS, now });
  if (!exchanged.ok) throw new TRPCError({ code: 'BAD_REQUEST', message: exchanged.problem });
  const { userId, ...token } = exchanged.token;
  const name = `Threads ${userId}`;
  // Who connects the same profile again has its token replaced.
  const same = (await readAccounts(db.pool)).find((row) => row.platform === 'threads' && row.name === name);
  const account = chosen ?? same;
  return account === undefined
    ? make(services, name, apiUrl ?? null, token)
    : replace(services, account, token);
}

async function make(
  { db, accounts, now }: Services,
  name: string,
  baseUrl: string | null,
  token: FreshToken,
) {
  const accountId = randomUUID();
  const { accessToken, expiresAt: tokenExpiresAt } = token;
  const sealedSecrets = sealAccountSecrets(accounts.box, accountId, { accessToken, headers: {} });
  const fixed = { platform: 'threads', options: {}, personaIds: [] } as const;
  const account = { ...fixed, accountId, name, baseUrl, sealedSecrets, tokenExpiresAt };
  demandChanged(await createAccount(db.pool, account, now()), accountId, name);
  return accountId;
}

async function replace(
  { db, accounts, now }: Services,
  row: AccountRow,
  { accessToken, expiresAt }: FreshToken,
) {
  const { accountId } = row;
  const { headers } = openAccountSecrets(accounts.box, accountId, row.sealedSecrets);
  const sealedSecrets = sealAccountSecrets(accounts.box, accountId, { accessToken, headers });
  const change = { sealedSecrets, token: { expiresAt } };
  demandChanged(await updateAccount(db.pool, accountId, change, now()), accountId);
  return accountId;
}
