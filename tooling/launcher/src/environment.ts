import { resolve } from 'node:path';
import { databaseAddress } from '@cull/postgres';
import { encryptionKeySchema, publicUrlSchema } from '@cull/process';
import { z } from 'zod';
import { describeIssue, givenVariables } from './variables';

/** A wrong environment variable; the message is one line that names it, what it has and what it needs. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

const MAX_PORT = 65_535;

function wholeNumber(what: string, min: number, max: number) {
  const error = needs(`${what}, a whole number from ${min} to ${max}`);
  return z.coerce.number({ error }).int({ error }).min(min, { error }).max(max, { error });
}

/** As many as there are shards: another worker would have nothing to do. The embedded PostgreSQL has connections for these. */
export const MAX_WORKERS = 16;

const port = (usual: number) => wholeNumber('a port', 1, MAX_PORT).default(usual);

const address = (protocol: RegExp, example: string) =>
  z.url({ protocol, error: needs(`an address such as ${example}`) }).optional();

/** The bytes themselves are for those who use them; here a wrong key stops the start. */
const encryptionKey = z
  .string()
  .refine((text) => encryptionKeySchema.safeParse(text).success, {
    error: needs('32 bytes in base64, as `openssl rand -base64 32` prints them'),
  })
  .optional();

const schema = z
  .object({
    DATABASE_URL: databaseAddress.optional(),
    DIRECT_DATABASE_URL: databaseAddress.optional(),
    OWNER_DATABASE_URL: databaseAddress.optional(),
    REDIS_URL: address(/^rediss?$/, 'redis://host:6379'),
    THREADS_API_URL: address(/^https?$/, 'https://graph.threads.net'),
    THREADS_ACCESS_TOKEN: z.string().optional(),
    THREADS_BATCH: z.stringbool({ error: needs('true or false') }).optional(),
    HOST: z.string().optional(),
    CULL_URL: publicUrlSchema.optional(),
    POLL_INTERVAL_MS: wholeNumber('milliseconds', 100, 60_000).default(1000),
    PORT: port(3000),
    WORKER_PORT: port(9464),
    CULL_WORKERS: wholeNumber('the number of workers', 1, MAX_WORKERS).default(1),
    FAKE_THREADS_PORT: port(4010),
    CULL_DATA_DIR: z.string().default('.cull'),
    CULL_API_KEY: z
      .string()
      .min(20, { error: needs('at least 20 characters') })
      .optional(),
    CULL_ADMIN_EMAIL: z.email({ error: needs('an email address') }).optional(),
    CULL_ADMIN_PASSWORD: z
      .string()
      .min(12, { error: needs('at least 12 characters') })
      .optional(),
    CULL_RESET_ADMIN: z.stringbool({ error: needs('true or false') }).default(false),
    CULL_ENCRYPTION_KEY: encryptionKey,
    CULL_ENCRYPTION_KEY_OLD: encryptionKey,
    CULL_AUTH_SECRET: z
      .string()
      .min(32, { error: needs('at least 32 characters') })
      .optional(),
  })
  .check((context) => {
    const { WORKER_PORT, CULL_WORKERS } = context.value;
    if (WORKER_PORT + CULL_WORKERS - 1 <= MAX_PORT) return;
    context.issues.push({
      code: 'custom',
      path: ['WORKER_PORT'],
      input: WORKER_PORT,
      message: needs(`room for ${CULL_WORKERS} ports up to ${MAX_PORT}, one for each worker`),
    });
  })
  .check((context) => {
    const { DATABASE_URL, CULL_ENCRYPTION_KEY } = context.value;
    if (DATABASE_URL === undefined || CULL_ENCRYPTION_KEY !== undefined) return;
    const message = needs(
      '32 bytes in base64, as `openssl rand -base64 32` prints them, where DATABASE_URL is set: keep them as safe as the database',
    );
    context.issues.push({ code: 'custom', path: ['CULL_ENCRYPTION_KEY'], input: undefined, message });
  })
  .check((context) => {
    const { DATABASE_URL, OWNER_DATABASE_URL } = context.value;
    if (OWNER_DATABASE_URL === undefined || DATABASE_URL !== undefined) return;
    const message = needs('DATABASE_URL as well, with the user of web and workers');
    context.issues.push({ code: 'custom', path: ['OWNER_DATABASE_URL'], input: undefined, message });
  })
  .check((context) => {
    const { THREADS_API_URL, THREADS_ACCESS_TOKEN } = context.value;
    if (THREADS_API_URL === undefined || THREADS_ACCESS_TOKEN !== undefined) return;
    context.issues.push({
      code: 'custom',
      path: ['THREADS_ACCESS_TOKEN'],
      input: undefined,
      message: 'it needs the access token of the API that THREADS_API_URL names',
    });
  });

function needs(what: string): string {
  return `it needs ${what}`;
}

/** The settings of one start, as CONTRACT's environment gives them. */
export interface Environment {
  readonly databaseUrl: string | undefined;
  readonly directDatabaseUrl: string | undefined;
  readonly ownerDatabaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  /** The Threads API to watch; undefined stands for the bundled look-alike. */
  readonly threads: { readonly apiUrl: string; readonly accessToken: string } | undefined;
  /** Undefined: as the look-alike does, where that is watched. */
  readonly threadsBatch: boolean | undefined;
  /** What web and workers listen on. */
  readonly host: string | undefined;
  /** What browsers know the dashboard by, without a slash at the end. */
  readonly baseUrl: string | undefined;
  /** Milliseconds between two looks at a variant. */
  readonly pollIntervalMs: number;
  /** `worker` is the first worker's; the others have those after it. */
  readonly ports: { readonly web: number; readonly worker: number; readonly fakeThreads: number };
  /** How many workers run, 1 to 16. */
  readonly workers: number;
  /** Absolute path. */
  readonly dataDir: string;
  readonly apiKey: string | undefined;
  readonly adminEmail: string | undefined;
  readonly adminPassword: string | undefined;
  /** Whether the first access is made to work again. */
  readonly resetAdmin: boolean;
  readonly authSecret: string | undefined;
  /** Base64; undefined for the one that is generated with the embedded database. */
  readonly encryptionKey: string | undefined;
  readonly oldEncryptionKey: string | undefined;
}

/**
 * Reads the settings, once; an empty variable counts as not set, except for CULL_WORKERS: a script that computes a number
 * and comes up with nothing must not silently run one worker.
 * @param env Usually `process.env`.
 * @param root The folder that a relative CULL_DATA_DIR starts from.
 * @throws {EnvironmentError} For the first variable that is wrong.
 */
export function parseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  root: string,
): Environment {
  const given = { ...givenVariables(env), ...(env['CULL_WORKERS'] === '' && { CULL_WORKERS: '' }) };
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new EnvironmentError(describeIssue(parsed.error, given));
  const { data } = parsed;
  return Object.freeze({
    databaseUrl: data.DATABASE_URL,
    directDatabaseUrl: data.DIRECT_DATABASE_URL,
    ownerDatabaseUrl: data.OWNER_DATABASE_URL,
    redisUrl: data.REDIS_URL,
    threads:
      data.THREADS_API_URL === undefined || data.THREADS_ACCESS_TOKEN === undefined
        ? undefined
        : Object.freeze({ apiUrl: data.THREADS_API_URL, accessToken: data.THREADS_ACCESS_TOKEN }),
    threadsBatch: data.THREADS_BATCH,
    host: data.HOST,
    baseUrl: data.CULL_URL,
    pollIntervalMs: data.POLL_INTERVAL_MS,
    ports: Object.freeze({ web: data.PORT, worker: data.WORKER_PORT, fakeThreads: data.FAKE_THREADS_PORT }),
    workers: data.CULL_WORKERS,
    dataDir: resolve(root, data.CULL_DATA_DIR),
    apiKey: data.CULL_API_KEY,
    adminEmail: data.CULL_ADMIN_EMAIL,
    adminPassword: data.CULL_ADMIN_PASSWORD,
    resetAdmin: data.CULL_RESET_ADMIN,
    authSecret: data.CULL_AUTH_SECRET,
    encryptionKey: data.CULL_ENCRYPTION_KEY,
    oldEncryptionKey: data.CULL_ENCRYPTION_KEY_OLD,
  });
}
