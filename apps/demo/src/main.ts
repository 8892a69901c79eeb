import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient } from '@cull/client';
import { createLog, environmentOrExit } from '@cull/process';
import { applyTrouble, connectAccounts, type DemoAccount } from './accounts';
import { type Demo, open, postNext, prepare } from './campaign';
import { environmentSchema } from './environment';
import { type Trouble, troubleAt } from './trouble';

/** A new variant comes about this often. */
const EVERY_MS = 6_000;
/** After an error the orchestrator waits, and goes on: that is what orchestrators do. */
const AFTER_ERROR_MS = 10_000;

const environment = environmentOrExit(environmentSchema);
const log = createLog('demo', environment.LOG_LEVEL);
const stop = () => process.exit(0);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
if (process.connected) process.once('disconnect', stop);

/** Does it until it succeeds. */
async function insist<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      log.warn({ error }, `could not ${what}, trying again`);
      await pause(AFTER_ERROR_MS);
    }
  }
}

const { CULL_URL: cullUrl, CULL_API_KEY: apiKey, THREADS_API_URL: apiUrl } = environment;
const setup = { cullUrl, apiKey, apiUrl, log, now: Date.now };
const accounts = await insist<readonly DemoAccount[]>('connect the accounts', () => connectAccounts(setup));
const demo: Demo = {
  cull: createCullClient({ url: cullUrl, apiKey }),
  apiUrl,
  accessToken: environment.THREADS_ACCESS_TOKEN,
  accounts,
  log,
  random: Math.random,
  now: Date.now,
};
await insist('prepare the campaign', () => prepare(demo));
await insist('open the campaign', () => open(demo));
const startedAt = Date.now();
let trouble: Trouble = 'none';
for (;;) {
  await pause(EVERY_MS * (0.5 + demo.random()));
  const next = troubleAt(Date.now() - startedAt);
  if (accounts.length > 0 && next !== trouble) {
    await insist('change the account', () => applyTrouble(setup, next));
    trouble = next;
  }
  await insist('post a variant', () => postNext(demo));
}
