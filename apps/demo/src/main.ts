import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient } from '@cull/client';
import { createLog, environmentOrExit } from '@cull/process';
import { type Demo, open, postNext, prepare } from './campaign';
import { environmentSchema } from './environment';

/** A new variant comes about this often. */
const EVERY_MS = 6_000;
/** After an error the orchestrator waits, and goes on: that is what orchestrators do. */
const AFTER_ERROR_MS = 10_000;

const environment = environmentOrExit(environmentSchema);
const log = createLog('demo', environment.LOG_LEVEL);
const demo: Demo = {
  cull: createCullClient({ url: environment.CULL_URL, apiKey: environment.CULL_API_KEY }),
  publisher: { apiUrl: environment.THREADS_API_URL, accessToken: environment.THREADS_ACCESS_TOKEN },
  log,
  random: Math.random,
  now: Date.now,
};

const stop = () => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
if (process.connected) process.once('disconnect', stop);

/** Does it until it succeeds. */
async function insist(what: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      log.warn({ error }, `could not ${what}, trying again`);
      await pause(AFTER_ERROR_MS);
    }
  }
}

await insist('prepare the campaign', () => prepare(demo));
await insist('open the campaign', () => open(demo));
for (;;) {
  await pause(EVERY_MS * (0.5 + demo.random()));
  await insist('post a variant', () => postNext(demo));
}
