import { randomUUID } from 'node:crypto';
import {
  type AccountSecrets,
  NO_ACCOUNT_SECRETS,
  openAccountSecrets,
  refreshToken,
  sealAccountSecrets,
} from '@cull/accounts';
import {
  type AccountRow,
  createAccount,
  DEFAULT_ACCOUNT,
  readAccount,
  readAccounts,
  removeAccount,
  setAccountPaused,
  updateAccount,
} from '@cull/db';
import { SealError, type SecretBox } from '@cull/process';
import type { SourceAccount } from '@cull/sources';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { auditedProcedure, confirmedProcedure } from '../access/audit';
import { takeHeaders } from '../accounts/hidden-headers';
import { presentAccount, presentAccounts } from '../accounts/present-account';
import { demandChanged, unknownAccount } from '../accounts/refusals';
import { demandUsable, sourceAccountOf, testSource } from '../accounts/source';
import type { Services } from '../context';
import {
  accountInput,
  accountOutput,
  accountReasonInput,
  accountsOutput,
  createAccountInput,
  removedAccountOutput,
  testAccountInput,
  testedAccountOutput,
  updateAccountInput,
} from '../schemas/accounts';
import { procedureFor, router } from '../trpc';

/** Each takes requests and connections of its own. */
const MAX_ACCOUNTS = 500;

/** The profiles and endpoints that counters are read through. */
export const accountsRouter = router({
  list: procedureFor('admin')
    .output(accountsOutput)
    .query(async ({ ctx: { services } }) => ({
      items: [...(await presentAccounts(services))],
      canConnectThreads: services.accounts.threadsApp !== null,
    })),

  create: confirmedProcedure(createAccountInput)
    .output(accountOutput)
    .mutation(async ({ ctx: { services }, input }) => {
      const { db, accounts, now } = services;
      const { accessToken = null, baseUrl = null, platform, name, personaIds } = input;
      if ((await readAccounts(db.pool)).length >= MAX_ACCOUNTS)
        throw new TRPCError({ code: 'CONFLICT', message: `there are ${MAX_ACCOUNTS} accounts already` });
      const { options, headers } = takeHeaders(input.options, {});
      await demandUsable({ platform, baseUrl, accessToken, options: withHeaders(options, headers) });
      const accountId = randomUUID();
      const account = {
        ...{ accountId, name, platform, baseUrl, options, personaIds },
        sealedSecrets: sealed(accounts.box, accountId, { accessToken, headers }),
        tokenExpiresAt: instantOf(input.tokenExpiresAt),
      };
      demandChanged(await createAccount(db.pool, account, now()), accountId, name);
      return presentAccount(services, await find(services, accountId));
    }),

  update: confirmedProcedure(updateAccountInput)
    .output(accountOutput)
    .mutation(async ({ ctx: { services }, input }) => {
      const { db, accounts, now } = services;
      const { accountId, name, personaIds, baseUrl, accessToken, tokenExpiresAt } = input;
      const row = await find(services, accountId);
      const isNewToken = accessToken !== undefined;
      const needsSecrets = isNewToken || input.options !== undefined || baseUrl !== undefined;
      const { options, sealed } = needsSecrets ? await changedSource(accounts.box, row, input) : {};
      const token =
        isNewToken || tokenExpiresAt !== undefined ? { expiresAt: instantOf(tokenExpiresAt) } : undefined;
      const secrets = sealed || token ? { was: row.sealedSecrets, sealed, token } : undefined;
      const change = { name, personaIds, baseUrl, options, secrets };
      demandChanged(await updateAccount(db.pool, accountId, change, now()), accountId, name);
      return presentAccount(services, await find(services, accountId));
    }),

  pause: auditedProcedure('admin', accountReasonInput)
    .output(accountOutput)
    .mutation(({ ctx: { services }, input }) => setPaused(services, input.accountId, true)),

  resume: auditedProcedure('admin', accountReasonInput)
    .output(accountOutput)
    .mutation(({ ctx: { services }, input }) => setPaused(services, input.accountId, false)),

  remove: auditedProcedure('admin', accountReasonInput)
    .output(removedAccountOutput)
    .mutation(async ({ ctx: { services }, input: { accountId } }) => {
      demandChanged(await removeAccount(services.db.pool, accountId, services.now()), accountId);
      return { accountId };
    }),

  /** Gets a new token for the old one now, not when it is due. */
  refreshToken: auditedProcedure('admin', accountInput)
    .output(accountOutput)
    .mutation(async ({ ctx: { services }, input: { accountId } }) => {
      const { db, accounts, now } = services;
      const outcome = await refreshToken({ db, box: accounts.box, now }, await find(services, accountId));
      if (!outcome.ok)
        throw new TRPCError({
          code: outcome.wasReplaced ? 'CONFLICT' : 'BAD_REQUEST',
          message: `accountId: the token was not refreshed: ${outcome.problem}`,
        });
      return presentAccount(services, await find(services, accountId));
    }),

  /** Whether address and token work, of an account or of what one is to be made of. */
  test: auditedProcedure('admin', testAccountInput)
    .output(testedAccountOutput)
    .mutation(async ({ ctx: { services }, input }) => {
      const problem = await testSource(await accountToTest(services, input), services.now);
      return { ok: problem === null, problem };
    }),
});

async function setPaused(services: Services, accountId: string, isPaused: boolean) {
  if (!(await setAccountPaused(services.db.pool, accountId, isPaused, services.now())))
    throw unknownAccount(accountId);
  return presentAccount(services, await find(services, accountId));
}

async function find({ db }: Services, accountId: string): Promise<AccountRow> {
  const row = await readAccount(db.pool, accountId);
  if (row === null) throw unknownAccount(accountId);
  return row;
}

/** Options and secrets as they are after a change, which a client can be made of; what stays is left out. */
async function changedSource(box: SecretBox, row: AccountRow, input: z.output<typeof updateAccountInput>) {
  const { accountId, platform } = row;
  const old = readableSecrets(box, row, input);
  const { options, headers } =
    input.options === undefined
      ? { options: row.options, headers: old.headers }
      : takeHeaders(input.options, old.headers);
  const accessToken = input.accessToken ?? old.accessToken;
  const baseUrl = input.baseUrl === undefined ? row.baseUrl : input.baseUrl;
  await demandUsable({ platform, baseUrl, accessToken, options: withHeaders(options, headers) });
  const isSame = input.accessToken === undefined && input.options === undefined;
  return {
    options: input.options === undefined ? undefined : options,
    sealed: isSame ? undefined : (sealed(box, accountId, { accessToken, headers }) ?? undefined),
  };
}

/** Secrets whose key is lost can be replaced, but not kept. */
function readableSecrets(
  box: SecretBox,
  { accountId, sealedSecrets }: AccountRow,
  { accessToken, options }: z.output<typeof updateAccountInput>,
): AccountSecrets {
  try {
    return openAccountSecrets(box, accountId, sealedSecrets);
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    if (accessToken !== undefined && options !== undefined) return NO_ACCOUNT_SECRETS;
    const message = `accessToken: ${error.message}; give the token and all options again`;
    throw new TRPCError({ code: 'BAD_REQUEST', message });
  }
}

async function accountToTest(
  services: Services,
  input: z.output<typeof testAccountInput>,
): Promise<SourceAccount> {
  const { box, environment } = services.accounts;
  const { accountId, platform } = input;
  if (platform !== undefined) {
    const { baseUrl = null, accessToken = null, options = {} } = input;
    return { platform, baseUrl, accessToken, options };
  }
  if (accountId === DEFAULT_ACCOUNT && environment !== null) return environment;
  if (accountId === undefined || accountId === DEFAULT_ACCOUNT) throw unknownAccount(DEFAULT_ACCOUNT);
  try {
    return sourceAccountOf(box, await find(services, accountId));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    throw new TRPCError({ code: 'BAD_REQUEST', message: `accessToken: ${error.message}` });
  }
}

function sealed(box: SecretBox, accountId: string, secrets: AccountSecrets) {
  const isEmpty = secrets.accessToken === null && Object.keys(secrets.headers).length === 0;
  return isEmpty ? null : sealAccountSecrets(box, accountId, secrets);
}

function withHeaders(options: Readonly<Record<string, unknown>>, headers: AccountSecrets['headers']) {
  return Object.keys(headers).length === 0 ? options : { ...options, headers };
}

function instantOf(text: string | null | undefined): number | null {
  return text == null ? null : Date.parse(text);
}
