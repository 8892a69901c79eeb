import { pino } from 'pino';
import { parseEnv } from './env';
import { startFakeThreads } from './server';

async function main(): Promise<void> {
  const { port, host, seed, speed, logLevel } = parseEnv(process.env);
  const log = pino({ level: logLevel, base: { service: 'fake-threads' } });
  const fakeThreads = await startFakeThreads({ port, host, seed, speed, log });
  const stop = (signal: NodeJS.Signals) => {
    log.info({ signal }, 'stopping');
    void fakeThreads.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  const hint = reason.includes('EADDRINUSE') ? '; FAKE_THREADS_PORT needs a port that is free' : '';
  process.stderr.write(`fake-threads: ${reason}${hint}\n`);
  process.exitCode = 1;
});
