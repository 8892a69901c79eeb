import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCull } from '@cull/launcher';
import { PRODUCT } from './product';

const dataDir = await mkdtemp(join(tmpdir(), 'cull-e2e-'));
const { ports, apiKey, adminEmail, adminPassword } = PRODUCT;
// A webhook in this network may be added, and nobody answers there.
const WEBHOOK_ALLOWED_NETWORKS = '127.0.0.2/32';
// Every procedure is called without a key, too, and many people come in: more than anybody would in good faith.
const env = { ANONYMOUS_CALLS_PER_MINUTE: '10000', SIGN_INS_PER_MINUTE: '1000', WEBHOOK_ALLOWED_NETWORKS };
const cull = await startCull({ dataDir, ports, apiKey, adminEmail, adminPassword, env });

const stop = async () => {
  await cull.close();
  await rm(dataDir, { recursive: true, force: true });
  process.exit(0);
};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void stop());
void cull.failed.then(async (error) => {
  process.stderr.write(`${error.message}\n`);
  await cull.close();
  process.exit(1);
});
