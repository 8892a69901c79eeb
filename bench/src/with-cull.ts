import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { API_KEY } from './api-key';

/** Where queue and relay are: in the Redis that `REDIS_URL` names, else in PostgreSQL. */
export const REDIS_URL = process.env['REDIS_URL'] || undefined;

/** Runs with the whole product on a fresh database and free ports, and removes everything afterwards. */
export async function withCull(run: (cull: Cull) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cull-bench-'));
  try {
    const cull = await startCull({ dataDir, apiKey: API_KEY, redisUrl: REDIS_URL });
    try {
      await run(cull);
    } finally {
      await cull.close();
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
