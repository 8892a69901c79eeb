import { createServer } from 'node:http';
import { z } from 'zod';
import { mutate } from '../orchestrator';
import { type Contract, count, instant, type Refusal } from './contract';
import { anId } from './world';

const budget = z.object({ used: count, limit: count.nullable(), resetsAt: instant.nullable() });

const account = z.object({
  accountId: z.string(),
  name: z.string(),
  platform: z.enum(['threads', 'http']),
  personaIds: z.array(z.string()),
  state: z.enum(['ok', 'token_expiring', 'token_invalid', 'limited', 'unreachable', 'paused']),
  tokenExpiresAt: instant.nullable(),
  live: count,
  checksPerSecond: z.number().min(0),
  checkIntervalSeconds: z.object({ p50: z.number().nullable(), p95: z.number().nullable() }),
  calls: budget,
  deletes: budget,
});

const NOBODY = '00000000-0000-4000-8000-000000000000';
const options = {
  url: 'http://127.0.0.1:9/engagement/{postId}',
  views: '/impressions_count',
  interactions: ['/likes_count', '/comments_count', '/shares_count'],
};
const anAccount = (values: object = {}) => ({
  name: anId('account'),
  platform: 'http',
  options,
  ...values,
});

async function made(values: object = {}): Promise<{ accountId: string }> {
  return { accountId: String((await mutate('accounts.create', anAccount(values)))['accountId']) };
}

/** An account at a source that gives a new token for any. */
async function refreshable(): Promise<{ accountId: string }> {
  const server = createServer((_request, response) =>
    response.end(JSON.stringify({ access_token: 'fresh', token_type: 'bearer', expires_in: 5_184_000 })),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  const { port } = z.object({ port: z.number() }).parse(server.address());
  return made({ platform: 'threads', accessToken: 'old', options: {}, baseUrl: `http://127.0.0.1:${port}` });
}

const unknown: Refusal = {
  when: 'of an account that there is not',
  input: async () => ({ accountId: NOBODY }),
  code: 'NOT_FOUND',
  says: 'accountId: ',
};

/** A call that takes an account and answers with it. */
const onAccount = (name: string, input: () => Promise<unknown>, answer: z.ZodType): Contract => ({
  procedure: `accounts.${name}`,
  kind: 'mutation',
  scope: 'admin',
  input,
  answer,
  refusals: [unknown],
});

/** The profiles and endpoints that counters are read through. */
export const accounts: readonly Contract[] = [
  {
    procedure: 'accounts.list',
    kind: 'query',
    scope: 'admin',
    answer: z.object({ items: z.array(account) }),
  },
  {
    procedure: 'accounts.create',
    kind: 'mutation',
    scope: 'admin',
    input: async () => anAccount({ personaIds: [anId('persona')] }),
    answer: account.extend({ accountId: z.uuid(), state: z.literal('ok') }),
    refusals: [
      {
        when: 'of a persona that another account has',
        input: async () => {
          const personaIds = [anId('persona')];
          await made({ personaIds });
          return anAccount({ personaIds });
        },
        code: 'CONFLICT',
        says: 'personaIds: ',
      },
      {
        when: 'of a pointer that is none',
        input: async () => anAccount({ options: { ...options, views: 'views' } }),
        code: 'BAD_REQUEST',
        says: 'options.views: ',
      },
      {
        when: 'of a metadata address',
        input: async () =>
          anAccount({
            platform: 'threads',
            accessToken: 't',
            options: {},
            baseUrl: 'http://169.254.169.254',
          }),
        code: 'BAD_REQUEST',
        says: 'baseUrl: ',
      },
    ],
  },
  onAccount('update', async () => ({ ...(await made()), personaIds: [anId('persona')] }), account),
  onAccount('pause', made, account.extend({ state: z.literal('paused') })),
  onAccount(
    'resume',
    async () => {
      const { accountId } = await made();
      await mutate('accounts.pause', { accountId });
      return { accountId };
    },
    account.extend({ state: z.literal('ok') }),
  ),
  onAccount(
    'remove',
    async () => ({ ...(await made()), reason: 'for the contract' }),
    z.object({ accountId: z.uuid() }),
  ),
  {
    ...onAccount('refreshToken', refreshable, account.extend({ tokenExpiresAt: instant })),
    refusals: [
      unknown,
      {
        when: 'of a platform whose tokens have no refresh',
        input: made,
        code: 'BAD_REQUEST',
        says: 'accountId: the token was not refreshed',
      },
    ],
  },
  onAccount('test', made, z.object({ ok: z.literal(false), problem: z.string() })),
];
