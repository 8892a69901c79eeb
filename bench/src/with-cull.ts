import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { startRedis } from '@cull/servers';
import { API_KEY } from './api-key';
import type { Latency } from './latency';
import type { QueueKind } from './options';
import { connectSource } from './source';
import { spawnWorker, type WorkerProcess } from './worker-process';

/** Where queue and relay are unless an option says so: in the Redis that `REDIS_URL` names, else in PostgreSQL. */
export const REDIS_URL = process.env['REDIS_URL'] || undefined;
export const DEFAULT_QUEUE: QueueKind = REDIS_URL === undefined ? 'postgres' : 'redis';

/** What a benchmark wants of the product. */
export interface CullSetup {
  readonly queue?: QueueKind;
  /** Worker processes, at least one. */
  readonly workers?: number;
  /** How long the look-alike of the Threads API holds back each answer. */
  readonly latency?: Latency;
  /** Whether it is asked for 50 posts a request, or for one. */
  readonly batch?: boolean | undefined;
}

/**
 * Runs with the whole product on a fresh database and free ports, and removes everything afterward.
 * @param run Also gets the workers other than the first one.
 * @returns What `run` returns.
 */
export async function withCull<Result>(
  run: (cull: Cull, others: readonly WorkerProcess[]) => Promise<Result>,
  { queue = DEFAULT_QUEUE, workers = 1, latency = 0, batch = true }: CullSetup = {},
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cull-bench-'));
  const redis = queue === 'redis' && REDIS_URL === undefined ? await startRedis() : null;
  const redisUrl = queue === 'redis' ? (REDIS_URL ?? redis?.url) : undefined;
  if (queue === 'redis' && redisUrl === undefined)
    throw new Error('--queue=redis needs REDIS_URL, or a redis-server that can be started');
  try {
    const cull = await startCull({
      dataDir,
      apiKey: API_KEY,
      redisUrl,
      threadsBatch: batch,
    });
    const others: WorkerProcess[] = [];
    try {
      if (latency !== 0) await connectSource(cull.fakeThreadsUrl).slowDown(latency);
      while (others.length < workers - 1) others.push(await spawnWorker(cull, { redisUrl, batch }));
      return await run(cull, others);
    } finally {
      for (const other of others) await other.end();
      await cull.close();
    }
  } finally {
    await redis?.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
