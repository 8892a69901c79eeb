import { z } from 'zod';

const envSchema = z.object({
  FAKE_THREADS_PORT: z.coerce
    .number({ error: 'a whole number from 0 to 65535' })
    .int('a whole number from 0 to 65535')
    .min(0, 'a whole number from 0 to 65535')
    .max(65_535, 'a whole number from 0 to 65535')
    .default(4010),
  HOST: z.string().min(1, 'a host name or address').default('127.0.0.1'),
  FAKE_THREADS_SEED: z.string().min(1, 'some text').default('cull'),
  FAKE_THREADS_SPEED: z.coerce
    .number({ error: 'a number above 0, at most 10000' })
    .gt(0, 'a number above 0, at most 10000')
    .max(10_000, 'a number above 0, at most 10000')
    .default(1),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], {
      error: 'one of trace, debug, info, warn, error, fatal, silent',
    })
    .default('info'),
});

/** What this process is told from outside. */
export interface Env {
  readonly port: number;
  readonly host: string;
  readonly seed: string;
  readonly speed: number;
  readonly logLevel: string;
}

/**
 * Reads the environment once.
 *
 * @throws An Error whose message is one line that names the variable, what it has and what it needs.
 */
export function parseEnv(env: Readonly<Record<string, string | undefined>>): Env {
  const parsed = envSchema.safeParse(env);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const name = String(issue?.path[0]);
    throw new Error(`${name} is ${JSON.stringify(env[name])}; it needs ${issue?.message}.`);
  }
  const { FAKE_THREADS_PORT, HOST, FAKE_THREADS_SEED, FAKE_THREADS_SPEED, LOG_LEVEL } = parsed.data;
  return Object.freeze({
    port: FAKE_THREADS_PORT,
    host: HOST,
    seed: FAKE_THREADS_SEED,
    speed: FAKE_THREADS_SPEED,
    logLevel: LOG_LEVEL,
  });
}
