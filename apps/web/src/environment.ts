import { DEFAULT_LIMITS } from '@cull/api';
import { logLevelSchema } from '@cull/process';
import { z } from 'zod';

const A_PORT = 'needs a port from 1 to 65535';
const A_SECRET = 'needs at least 32 characters';
const A_RATE = 'needs a whole number from 1 to 10000000, for each minute';
const A_HOP_COUNT = 'needs the number of proxies in front of Cull, from 0 to 10';

const aRate = z.coerce.number(A_RATE).int(A_RATE).min(1, A_RATE).max(10_000_000, A_RATE);

/** What the environment may say. */
export const environmentSchema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'needs an address like postgres://user@host/database',
  }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'needs an address like redis://host:6379' }).optional(),
  PORT: z.coerce.number(A_PORT).int(A_PORT).min(1, A_PORT).max(65_535, A_PORT).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address that browsers know the dashboard by. */
  CULL_URL: z.url({ protocol: /^https?$/, error: 'needs an address like https://cull.example.com' }),
  CULL_AUTH_SECRET: z.string(A_SECRET).min(32, A_SECRET),
  /** For each API key's name and each person. */
  CALLS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.callsPerMinute),
  /** For each address, without valid credentials. */
  ANONYMOUS_CALLS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.anonymousCallsPerMinute),
  /** For each address. */
  SIGN_INS_PER_MINUTE: aRate.default(DEFAULT_LIMITS.signInsPerMinute),
  TRUSTED_PROXIES: z.coerce
    .number(A_HOP_COUNT)
    .int(A_HOP_COUNT)
    .min(0, A_HOP_COUNT)
    .max(10, A_HOP_COUNT)
    .default(DEFAULT_LIMITS.trustedProxies),
  LOG_LEVEL: logLevelSchema,
});

export type Environment = Readonly<z.output<typeof environmentSchema>>;
