import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCull } from '@cull/launcher';
import { PRODUCT } from './product';

const dataDir = await mkdtemp(join(tmpdir(), 'cull-e2e-'));
const { ports, apiKey, adminEmail, adminPassword } = PRODUCT;
const cull = await startCull({ dataDir, ports, apiKey, adminEmail, adminPassword });

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
