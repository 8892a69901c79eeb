import { z } from 'zod';

const PORT = 'a whole number from 0 to 65535';
const SPEED = 'a number above 0, at most 10000';

/** An empty variable is a mistake, not a 0. */
const filled = (needed: string) => z.string().trim().min(1, needed);

const envSchema = z.object({
  FAKE_THREADS_PORT: filled(PORT)
    .pipe(z.coerce.number<string>({ error: PORT }).int(PORT).min(0, PORT).max(65_535, PORT))
    .default(4010),
  HOST: filled('a host name or address').default('127.0.0.1'),
  FAKE_THREADS_SEED: filled('some text').default('cull'),
  FAKE_THREADS_SPEED: filled(SPEED)
    .pipe(z.coerce.number<string>({ error: SPEED }).gt(0, SPEED).max(10_000, SPEED))
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
