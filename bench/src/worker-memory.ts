import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient } from '@cull/client';
import { API_KEY } from './api-key';
import { readMetrics, sumOf } from './metrics';
import { summarize } from './percentiles';
import { withCull } from './with-cull';

const VARIANTS = 50_000;
const AT_ONCE = 1_000;
const READINGS = 20;
const READ_EVERY_MS = 1_000;

/** The worker's heap while it holds 50,000 live sessions with a sample each, next to what it was without any. */
export function workerMemory(): Promise<void> {
  return withCull(async ({ url, workerUrl }) => {
    const client = createCullClient({ url, apiKey: API_KEY });
    const before = await heap(workerUrl);
    for (let from = 0; from < VARIANTS; from += AT_ONCE) {
      const ids = Array.from({ length: AT_ONCE }, (_, index) => `variant-${from + index}`);
      const variants = ids.map((variantId) => ({
        variantId,
        postId: variantId,
        personaId: 'bench',
        source: 'push' as const,
        expectedEngagementRate: 0.06,
      }));
      await client.variants.postedMany.mutate({ variants });
      const observedAt = new Date().toISOString();
      const samples = ids.map((variantId) => ({ variantId, views: 1_000, interactions: 60, observedAt }));
      await client.metrics.ingest.mutate({ samples });
    }
    const during = await heap(workerUrl);
    const metrics = await readMetrics(workerUrl);
    const live = sumOf(metrics, 'cull_live_sessions');
    const ticks = sumOf(metrics, 'cull_tick_seconds_count');
    const tickMs = (sumOf(metrics, 'cull_tick_seconds_sum') / ticks) * 1000;
    const growth = (during - before) / 1e6;
    process.stdout.write(
      `  ${live.toLocaleString('en')} live sessions: the heap grew by ${growth.toFixed(0)} MB, ${Math.round((growth * 1e6) / live)} bytes a session; ` +
        `a tick of a shard took ${tickMs.toFixed(0)} ms on average\n`,
    );
  });
}

/** The least of several readings: what is above it waits for the garbage collector. */
async function heap(workerUrl: string): Promise<number> {
  const readings: number[] = [];
  while (readings.length < READINGS) {
    readings.push(-sumOf(await readMetrics(workerUrl), 'nodejs_heap_size_used_bytes'));
    await pause(READ_EVERY_MS);
  }
  return -summarize(readings).max;
}
