import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { PRODUCT_COUNT, productOf } from './product';

// A webhook in this network may be added, and nobody answers there.
const WEBHOOK_ALLOWED_NETWORKS = '127.0.0.2/32';
// Every procedure is called without a key, too, and many people come in: more than anybody would in good faith.
const env = { ANONYMOUS_CALLS_PER_MINUTE: '10000', SIGN_INS_PER_MINUTE: '1000', WEBHOOK_ALLOWED_NETWORKS };
// The look-alike serves any app.
const THREADS_APP = { THREADS_APP_ID: 'e2e', THREADS_APP_SECRET: 'only-for-the-end-to-end-tests' };

const dataDir = await mkdtemp(join(tmpdir(), 'cull-e2e-'));
const running: Promise<Cull>[] = [];
const giveUp = new AbortController();

let stopping: Promise<void> | undefined;
const stop = async () => {
  giveUp.abort();
  for (const cull of await Promise.allSettled(running)) {
    if (cull.status === 'fulfilled') await cull.value.close();
  }
  await rm(dataDir, { recursive: true, force: true });
};
const stopOnce = async (code: number) => {
  stopping ??= stop();
  await stopping;
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stopOnce(0));

try {
  for (let index = 0; index < PRODUCT_COUNT; index += 1) {
    const { ports, apiKey, adminEmail, adminPassword, sourceUrl } = productOf(index);
    const THREADS_AUTHORIZE_URL = `${sourceUrl}/oauth/authorize`;
    const options = { dataDir: join(dataDir, String(index)), ports, apiKey, adminEmail, adminPassword };
    running.push(
      startCull({
        ...options,
        env: { ...env, ...THREADS_APP, THREADS_AUTHORIZE_URL },
        signal: giveUp.signal,
      }),
    );
  }
  const culls = await Promise.all(running);
  // What Playwright waits for.
  process.stdout.write('all products are ready\n');
  throw await Promise.race(culls.map((cull) => cull.failed));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stopOnce(1);
}
