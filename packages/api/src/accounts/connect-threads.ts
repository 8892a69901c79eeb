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
import type { Services } from '../context';
import type { Origin } from '../sign-in/access-events';
import { messageOf } from '../trpc';
import { demandChanged, unknownAccount } from './refusals';
import type { ThreadsAppSetup } from './setup';

export const CALLBACK_PATH = '/api/accounts/threads/callback';
const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 3;

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
      log.error(
        { error, entry: String(entry) },
        'the result of a call could not be written to the audit trail',
      ),
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

async function replace(services: Services, { accountId }: AccountRow, token: FreshToken) {
  const { db, accounts, now } = services;
  // The code is spent, and nobody has a newer token: one that was refreshed meanwhile is replaced anyway.
  for (let attempt = 1; ; attempt += 1) {
    const row = await readAccount(db.pool, accountId);
    if (row === null) throw unknownAccount(accountId);
    const was = row.sealedSecrets;
    const { accessToken, expiresAt } = token;
    const { headers } = openAccountSecrets(accounts.box, accountId, was);
    const sealed = sealAccountSecrets(accounts.box, accountId, { accessToken, headers });
    const secrets = { was, sealed, token: { expiresAt } };
    const refusal = await updateAccount(db.pool, accountId, { secrets }, now());
    if (refusal?.code === 'secrets_changed' && attempt < MAX_ATTEMPTS) continue;
    demandChanged(refusal, accountId);
    return accountId;
  }
}
