import type { Logger } from 'pino';
import { z } from 'zod';
import { describeTrouble, type Trouble } from './trouble';

/** A profile that the demo posts with. */
export interface DemoAccount {
  /** Its name at the look-alike, and in Cull. */
  readonly accountId: string;
  readonly personaId: string;
  readonly accessToken: string;
  /** How long its token lasts from the start, days. */
  readonly tokenDays: number;
}

/** The fourth persona has none: it posts with the default account. */
export const ACCOUNTS: readonly DemoAccount[] = [
  { accountId: 'maya', personaId: 'maya-runs', accessToken: 'demo-token-of-maya', tokenDays: 52 },
  { accountId: 'tom', personaId: 'kitchen-tom', accessToken: 'demo-token-of-tom', tokenDays: 38 },
  { accountId: 'ines', personaId: 'orbit-ines', accessToken: 'demo-token-of-ines', tokenDays: 45 },
];
/** The one that gets into trouble. */
const UNLUCKY = 'ines';

const DAY_MS = 86_400_000;
/** By the documented formula that is more calls than a demo makes in a day. */
const USUAL_QUOTAS = { impressions: 1_000 };
const USED_UP_QUOTAS = { calls: 50 };

export interface AccountsSetup {
  readonly cullUrl: string;
  readonly apiKey: string;
  readonly apiUrl: string;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

const listSchema = z.object({
  result: z.object({ data: z.object({ items: z.array(z.object({ name: z.string() })) }) }),
});

/**
 * Creates the accounts at the look-alike and connects them with Cull, those of an earlier start aside.
 * @returns The accounts to post with; none where Cull has no accounts.
 */
export async function connectAccounts(setup: AccountsSetup): Promise<readonly DemoAccount[]> {
  const listed = await callCull(setup, 'accounts.list', null);
  if (listed.status === 404) {
    setup.log.info('this Cull has no accounts: everything is posted with the default one');
    return [];
  }
  const known = listSchema.parse(await bodyOf('accounts.list', listed)).result.data.items;
  for (const account of ACCOUNTS) {
    await simulate(setup, account);
    if (known.some(({ name }) => name === account.accountId)) continue;
    const created = await callCull(setup, 'accounts.create', {
      name: account.accountId,
      platform: 'threads',
      personaIds: [account.personaId],
      baseUrl: setup.apiUrl,
      accessToken: account.accessToken,
      tokenExpiresAt: tokenExpiryOf(setup, account),
    });
    await bodyOf('accounts.create', created);
  }
  setup.log.info({ accounts: ACCOUNTS.map(({ accountId }) => accountId) }, 'connected the accounts');
  return ACCOUNTS;
}

/** Brings trouble over the unlucky account, or ends it. */
export async function applyTrouble(setup: AccountsSetup, trouble: Trouble): Promise<void> {
  const account = ACCOUNTS.find(({ accountId }) => accountId === UNLUCKY);
  if (account === undefined) return;
  const tokenExpiresAt =
    trouble === 'expired' ? new Date(setup.now()).toISOString() : tokenExpiryOf(setup, account);
  const quotas = trouble === 'limited' ? USED_UP_QUOTAS : USUAL_QUOTAS;
  const response = await control(setup, 'PUT', `accounts/${UNLUCKY}`, { tokenExpiresAt, quotas });
  await bodyOf('the look-alike', response);
  setup.log.info({ account: UNLUCKY }, describeTrouble(trouble));
}

/** The look-alike forgets its accounts when it stops. */
async function simulate(setup: AccountsSetup, account: DemoAccount): Promise<void> {
  const { accountId, accessToken } = account;
  const values = { accessToken, tokenExpiresAt: tokenExpiryOf(setup, account), quotas: USUAL_QUOTAS };
  const created = await control(setup, 'POST', 'accounts', { accountId, ...values });
  if (created.status !== 409) return void (await bodyOf('the look-alike', created));
  await bodyOf('the look-alike', await control(setup, 'PUT', `accounts/${accountId}`, values));
}

function tokenExpiryOf({ now }: AccountsSetup, { tokenDays }: DemoAccount): string {
  return new Date(now() + tokenDays * DAY_MS).toISOString();
}

/** The control face, which the look-alike alone has. */
function control(
  { apiUrl }: AccountsSetup,
  method: 'POST' | 'PUT',
  path: string,
  body: object,
): Promise<Response> {
  return fetch(new URL(`/_sim/${path}`, apiUrl), {
    method,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
}

/** Calls a procedure by its name, so that a Cull without it can be told from one that fails. Null input: a query. */
function callCull(
  { cullUrl, apiKey }: AccountsSetup,
  procedure: string,
  input: object | null,
): Promise<Response> {
  return fetch(new URL(`/api/trpc/${procedure}`, cullUrl), {
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(10_000),
    ...(input !== null && { method: 'POST', body: JSON.stringify(input) }),
  });
}

async function bodyOf(what: string, response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
