import { BEHIND_CAUSES } from '@cull/core';
import { ACCOUNT_PLATFORMS } from '@cull/db';
import { z } from 'zod';
import { instantSchema, personaIdSchema, reasonSchema, textSchema } from './common';

/** `default` is what the environment's account is called. */
const nameSchema = textSchema(100)
  .trim()
  .min(1, 'needs a name')
  .refine(
    (name) => name.toLowerCase() !== 'default',
    'must not be default: that is the environment’s account',
  )
  .describe('The name of the account, for people.')
  .meta({ examples: ['Ada on Threads'] });

/** `z.url` takes any port and any host; where a request may go is judged apart. */
const baseUrlSchema = z
  .url({ protocol: /^https?$/, error: 'needs an address like https://graph.threads.net' })
  .max(2_000)
  .refine(hasNoCredentials, 'must not have a user name or password in it')
  .describe('The address of the platform’s API; by default the platform’s own.')
  .meta({ examples: ['https://graph.threads.net'] });

function hasNoCredentials(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password } = new URL(url);
  return username === '' && password === '';
}

const accessTokenSchema = textSchema(4_000)
  .trim()
  .min(1, 'needs a token')
  .regex(/^[\x21-\x7e]+$/, 'must be one word of visible ASCII characters')
  .describe('The access token of the profile. Encrypted at rest, never shown again.');

const MAX_PERSONAS = 1_000;

const personaIdsSchema = z
  .array(personaIdSchema)
  .max(MAX_PERSONAS)
  .refine((ids) => new Set(ids).size === ids.length, 'has a persona twice')
  .describe('The personas whose variants this account reads. A persona has one account at most.');

/** The platform’s adapter says in detail what it takes. */
const optionsSchema = z
  .record(z.string(), z.unknown())
  .refine((options) => JSON.stringify(options).length <= 20_000, 'must be at most 20,000 characters of JSON')
  .describe(
    'Further options of the platform. `http`: `url` with `{postId}`, `views` and `interactions` as JSON Pointers, `headers`, `batch`, or a `preset`.',
  )
  .meta({
    examples: [
      {
        url: 'http://adaptor:8080/engagement/{postId}',
        views: '/impressions_count',
        interactions: ['/likes_count', '/comments_count', '/shares_count'],
      },
    ],
  });

const tokenExpiresAtSchema = instantSchema.describe('When the token expires, if known.');

export const createAccountInput = z.strictObject({
  name: nameSchema,
  platform: z.enum(ACCOUNT_PLATFORMS).describe('The platform of the source.'),
  personaIds: personaIdsSchema.default([]),
  baseUrl: baseUrlSchema.optional(),
  accessToken: accessTokenSchema.optional(),
  tokenExpiresAt: tokenExpiresAtSchema.optional(),
  options: optionsSchema.default({}),
});

const accountIdSchema = z.uuid().describe('The account, as `accounts.list` gives it.');

export const accountInput = z.strictObject({ accountId: accountIdSchema });

export const updateAccountInput = accountInput.extend({
  name: nameSchema.optional(),
  personaIds: personaIdsSchema.optional(),
  baseUrl: baseUrlSchema
    .nullable()
    .optional()
    .describe('The address of the platform’s API; null for the platform’s own.'),
  accessToken: accessTokenSchema.optional(),
  tokenExpiresAt: tokenExpiresAtSchema
    .nullable()
    .optional()
    .describe('When the token expires; unknown after a new token without it.'),
  options: optionsSchema
    .optional()
    .describe('All options. A header with the value `(secret)` keeps its present value.'),
});

export const accountReasonInput = accountInput.extend({
  reason: reasonSchema.optional().describe('Why, for the audit trail.'),
});

export const ACCOUNT_STATES = [
  'ok',
  'token_expiring',
  'token_invalid',
  'limited',
  'unreachable',
  'paused',
] as const;

const budgetSchema = z.object({
  used: z.number().describe('In the last 24 hours.'),
  limit: z.number().nullable().describe('In 24 hours; null if unknown.'),
  resetsAt: z.string().nullable().describe('When the earliest calls become free again.'),
});

export const accountOutput = z.object({
  accountId: z.string().describe('`default` for the environment’s account.'),
  name: z.string(),
  platform: z.enum(ACCOUNT_PLATFORMS),
  personaIds: z
    .array(z.string())
    .describe('Empty for `default`, which reads all personas without an account.'),
  state: z.enum(ACCOUNT_STATES),
  isUsable: z
    .boolean()
    .describe('False if nothing can be sent: the key of its token is lost, or its settings are wrong.'),
  detail: z.string().nullable().describe('What is wrong, in words.'),
  since: z.string().nullable().describe('Since when workers have reported this state.'),
  retryAt: z.string().nullable().describe('When the source is called again, if calls are delayed.'),
  tokenExpiresAt: z.string().nullable(),
  tokenRefreshedAt: z.string().nullable(),
  tokenProblem: z.string().nullable().describe('Why the last refresh of the token failed.'),
  hasToken: z.boolean(),
  live: z.number().describe('Live variants that it reads.'),
  checksPerSecond: z.number(),
  checkIntervalSeconds: z.object({ p50: z.number().nullable(), p95: z.number().nullable() }),
  behind: z
    .object({
      wantedSeconds: z.number().describe('Mean seconds between two checks of a variant, as planned.'),
      achievedSeconds: z.number().describe('As achieved.'),
      cause: z.enum(BEHIND_CAUSES),
      since: z.string(),
    })
    .nullable()
    .describe('While variants are checked less often than planned.'),
  calls: budgetSchema.describe('The limit of Threads grows with the views of the account’s posts.'),
  deletes: budgetSchema,
  usedPercent: z.number().nullable().describe('Of the source’s own limit, if reported.'),
  baseUrl: z.string().nullable(),
  options: z.record(z.string(), z.unknown()).describe('Header values are not shown.'),
  isEditable: z.boolean().describe('False for the environment’s account.'),
  pausedAt: z.string().nullable(),
  createdAt: z.string().nullable(),
});
export type AccountOutput = z.output<typeof accountOutput>;

export const accountsOutput = z.object({
  items: z.array(accountOutput),
  canConnectThreads: z.boolean().describe('Whether "Connect Threads" is set up.'),
});

export const removedAccountOutput = z.object({ accountId: z.string() });

/** Of the account as it is stored, or of one that is not made yet. */
export const testAccountInput = z
  .strictObject({
    accountId: z
      .union([accountIdSchema, z.literal('default')])
      .optional()
      .describe('A stored account to test; or `platform` with the values of a new account.'),
    platform: createAccountInput.shape.platform.optional(),
    baseUrl: baseUrlSchema.optional(),
    accessToken: accessTokenSchema.optional(),
    options: optionsSchema.optional(),
  })
  .refine(({ accountId, platform }) => (accountId === undefined) !== (platform === undefined), {
    path: ['accountId'],
    error: 'needs either an account, or the platform of a new one',
  });

export const testedAccountOutput = z.object({
  ok: z.boolean(),
  problem: z.string().nullable().describe('What is wrong with the account or the connection.'),
});
