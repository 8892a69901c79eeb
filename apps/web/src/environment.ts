import { type AccountSetup, DEFAULT_LIMITS, type SignInProvider } from '@cull/api';
import { databaseAddress } from '@cull/postgres';
import {
  encryptionKeyVariables,
  isInClear,
  logLevelSchema,
  metricsTokenSchema,
  networksSchema,
  publicUrlSchema,
} from '@cull/process';
import { z } from 'zod';
import { PROVIDER_NAME } from './sign-in-provider';

const A_PORT = 'needs a port from 1 to 65535';
const A_SECRET = 'needs at least 32 characters';
const A_RATE = 'needs a whole number from 1 to 10000000, for each minute';
const TRUSTED_PROXIES_NEED =
  'needs the number of proxies in front of Cull, from 0 to 10, or their networks, like 10.0.0.0/8,192.168.1.10/32';

const AN_AMOUNT = 'needs a whole number from 1 to 10000';

const aHopCount = z
  .string()
  .regex(/^(\d|10)$/)
  .transform(Number);
const anAmount = z.coerce.number(AN_AMOUNT).int(AN_AMOUNT).min(1, AN_AMOUNT).max(10_000, AN_AMOUNT);
const aRate = z.coerce.number(A_RATE).int(A_RATE).min(1, A_RATE).max(10_000_000, A_RATE);

/** Without any of them people sign in with passwords alone; one alone is of no use. */
const PROVIDER_VARIABLES = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'] as const;

/** Without them tokens are pasted. */
const THREADS_APP_VARIABLES = ['THREADS_APP_ID', 'THREADS_APP_SECRET'] as const;

/** What the environment may say. */
export const environmentSchema = z
  .object({
    DATABASE_URL: databaseAddress,
    /** Where DATABASE_URL leads through a pooler in transaction mode: the server itself. */
    DIRECT_DATABASE_URL: databaseAddress.optional(),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'needs an address like redis://host:6379' }).optional(),
    PORT: z.coerce.number(A_PORT).int(A_PORT).min(1, A_PORT).max(65_535, A_PORT).default(3000),
    HOST: z.string().min(1).default('127.0.0.1'),
    /** The address that browsers know the dashboard by. */
    CULL_URL: publicUrlSchema,
    CULL_AUTH_SECRET: z.string(A_SECRET).min(32, A_SECRET),
    ...encryptionKeyVariables,
    /** The account named default, as the worker has it. */
    THREADS_API_URL: z
      .url({ protocol: /^https?$/, error: 'needs an address like https://graph.threads.net' })
      .optional(),
    THREADS_ACCESS_TOKEN: z.string().optional(),
    THREADS_BATCH: z.stringbool().default(false),
    /** The Meta app for "Connect Threads". */
    THREADS_APP_ID: z.string().optional(),
    THREADS_APP_SECRET: z.string().optional(),
    /** For a server that speaks as Threads does. */
    THREADS_AUTHORIZE_URL: z
      .url({ protocol: /^https?$/, error: 'needs an address like https://threads.com/oauth/authorize' })
      .optional(),
    /** For each API key's name and each person. */
    CALLS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.callsPerMinute),
    /** For each address, without valid credentials. */
    ANONYMOUS_CALLS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.anonymousCallsPerMinute),
    /** For each email address that somebody tries to sign in with, in 15 minutes. */
    SIGN_INS_PER_ACCOUNT: anAmount.default(DEFAULT_LIMITS.signInsPerAccount),
    /** For each address. */
    SIGN_INS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.signInsPerMinute),
    TRUSTED_PROXIES: z.union([aHopCount, networksSchema], { error: TRUSTED_PROXIES_NEED }).default(0),
    /** An OpenID Connect provider; its secrets may go over TLS or stay on this machine. */
    OIDC_ISSUER: z
      .url({ protocol: /^https?$/, error: 'needs an address like https://accounts.example.com', abort: true })
      .refine((address) => !isInClear(address), 'needs an address over TLS')
      .optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_CLIENT_SECRET: z.string().optional(),
    /** Off, people come in by the provider alone, or by a link made where Cull is started. */
    PASSWORD_SIGN_IN: z.enum(['on', 'off'], 'needs on or off').default('on'),
    OIDC_NAME: z.string().max(60, 'needs at most 60 characters').default(PROVIDER_NAME),
    /** Private networks that webhooks may be in; the worker has to be told the same. */
    WEBHOOK_ALLOWED_NETWORKS: networksSchema.default([]),
    CULL_METRICS_TOKEN: metricsTokenSchema,
    LOG_LEVEL: logLevelSchema,
  })
  .superRefine((values, context) => {
    for (const together of [PROVIDER_VARIABLES, THREADS_APP_VARIABLES]) {
      const missing = together.filter((name) => values[name] === undefined);
      if (missing.length === together.length) continue;
      for (const name of missing) {
        const message = `is needed where another of ${together.join(', ')} is set`;
        context.addIssue({ code: 'custom', path: [name], message });
      }
    }
    if (values.PASSWORD_SIGN_IN === 'off' && values.OIDC_ISSUER === undefined) {
      const message = `off needs another way in: set ${PROVIDER_VARIABLES.join(', ')}`;
      context.addIssue({ code: 'custom', path: ['PASSWORD_SIGN_IN'], message });
    }
  });

export type Environment = Readonly<z.output<typeof environmentSchema>>;

/** The provider that people may sign in with; undefined where there is none. */
export function signInProviderOf(environment: Environment): SignInProvider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = environment;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return undefined;
  return { name: environment.OIDC_NAME, issuer, clientId, clientSecret };
}

/** The account named default; null where the environment names none. */
export function environmentAccountOf(environment: Environment): AccountSetup['environment'] {
  const { THREADS_API_URL: baseUrl, THREADS_ACCESS_TOKEN: accessToken, THREADS_BATCH: batch } = environment;
  if (accessToken === undefined) return null;
  return { platform: 'threads', baseUrl: baseUrl ?? null, accessToken, options: { batch } };
}

/** The app that profiles are connected through; null where tokens are pasted. */
export function threadsAppOf(environment: Environment): AccountSetup['threadsApp'] {
  const { THREADS_APP_ID: appId, THREADS_APP_SECRET: appSecret } = environment;
  if (appId === undefined || appSecret === undefined) return null;
  const { THREADS_API_URL: apiUrl, THREADS_AUTHORIZE_URL: authorizeUrl } = environment;
  return { appId, appSecret, apiUrl, authorizeUrl };
}
