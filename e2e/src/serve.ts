import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { PRODUCT } from './product';

// A webhook in this network may be added, and nobody answers there.
const WEBHOOK_ALLOWED_NETWORKS = '127.0.0.2/32';
// Every procedure is called without a key, too, and many people come in: more than anybody would in good faith.
const env = {
  ANONYMOUS_CALLS_PER_MINUTE: '10000',
  SIGN_INS_PER_MINUTE: '1000',
  SIGN_INS_PER_ACCOUNT: '1000',
  WEBHOOK_ALLOWED_NETWORKS,
};
// The look-alike serves any app.
const THREADS_APP = { THREADS_APP_ID: 'e2e', THREADS_APP_SECRET: 'only-for-the-end-to-end-tests' };

const dataDir = await mkdtemp(join(tmpdir(), 'cull-e2e-'));
const giveUp = new AbortController();

let running: Promise<Cull> | undefined;
let stopping: Promise<void> | undefined;
const stop = async () => {
  giveUp.abort();
  await running?.then(
    (cull) => cull.close(),
    () => {},
  );
  await rm(dataDir, { recursive: true, force: true });
};
const stopOnce = async (code: number) => {
  stopping ??= stop();
  await stopping;
  process.exit(code);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stopOnce(0));

try {
  const { ports, apiKey, adminEmail, adminPassword, sourceUrl } = PRODUCT;
  const THREADS_AUTHORIZE_URL = `${sourceUrl}/oauth/authorize`;
  running = startCull({
    dataDir,
    ports,
    apiKey,
    adminEmail,
    adminPassword,
    env: { ...env, ...THREADS_APP, THREADS_AUTHORIZE_URL },
    signal: giveUp.signal,
  });
  const cull = await running;
  // What Playwright waits for.
  process.stdout.write('the product is ready\n');
  throw await cull.failed;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  await stopOnce(1);
}
