import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { API_KEY } from './api-key';
import { mutate, postAll, repeat, TryAgainLater } from './load';
import { readMetrics, sumOf } from './metrics';
import type { BenchOptions, QueueKind } from './options';
import { type Summary, summarize } from './percentiles';
import { printTable } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

const VARIANTS = 10_000;
const BATCH = 1_000;
const CONCURRENCIES = [1, 4, 8];
const EACH_MS = 15_000;
const LOOK_EVERY_MS = 100;
const VIEWS_A_ROUND = 50;
/** Healthy, so that nothing ends while it is measured. */
const RATE = 0.06;

const answerSchema = z.object({ accepted: z.literal(BATCH) });

/** How many pushed samples a second the API takes, and how long the worker then needs to have looked at all of them. */
export async function ingest({ queue }: BenchOptions): Promise<void> {
  for (const kind of queue ?? [DEFAULT_QUEUE]) await measure(kind);
}

function measure(queue: QueueKind): Promise<void> {
  return withCull(
    async ({ url, workerUrl }) => {
      const ids = await postAll(url, 'variant', VARIANTS);
      let batches = 0;
      let refused = 0;
      const push = async () => {
        const number = batches;
        batches += 1;
        const from = (number * BATCH) % VARIANTS;
        const views = VIEWS_A_ROUND * (1 + Math.floor((number * BATCH) / VARIANTS));
        const observedAt = new Date().toISOString();
        const samples = ids
          .slice(from, from + BATCH)
          .map((variantId) => ({ variantId, views, interactions: views * RATE, observedAt }));
        try {
          answerSchema.parse(await mutate(url, 'metrics.ingest', { samples }));
        } catch (error) {
          if (!(error instanceof TryAgainLater)) throw error;
          refused += 1;
          await pause(error.seconds * 1_000);
        }
      };
      await repeat(1, EACH_MS / 3, push);
      await idle(url);
      const rows: Record<string, Summary> = {};
      for (const concurrency of CONCURRENCIES) {
        refused = 0;
        const before = await webCpuSeconds(url);
        const { durations, tookMs } = await repeat(concurrency, EACH_MS, push);
        const cpu = (await webCpuSeconds(url)) - before;
        const begin = performance.now();
        await idle(url);
        const samples = (durations.length - refused) * BATCH;
        process.stdout.write(
          `  ${concurrency} at a time: ${Math.round((samples * 1000) / tookMs).toLocaleString('en')} samples a second, ${refused} calls refused, ` +
            `${((cpu * 1e6) / samples).toFixed(0)} µs of the web process each; ` +
            `the worker had looked at all after another ${Math.round(performance.now() - begin)} ms\n`,
        );
        rows[`${concurrency} at a time`] = summarize(durations);
      }
      const live = sumOf(await readMetrics(workerUrl), 'cull_live_sessions');
      if (live !== VARIANTS) throw new Error(`${live} of ${VARIANTS} variants are live`);
      printTable(`ms a call of ${BATCH} samples, queue on ${queue}`, rows);
    },
    { queue },
  );
}

const statusSchema = z.object({
  result: z.object({
    data: z.object({
      queues: z.object({ samples: z.object({ waiting: z.number(), active: z.number() }) }),
    }),
  }),
});

/** Waits until no pushed samples wait for the worker. */
async function idle(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/api/trpc/system.status`, {
      headers: { authorization: `Bearer ${API_KEY}` },
    });
    const { waiting, active } = statusSchema.parse(await response.json()).result.data.queues.samples;
    if (waiting + active === 0) return;
    await pause(LOOK_EVERY_MS);
  }
}

async function webCpuSeconds(url: string): Promise<number> {
  return sumOf(await readMetrics(url), 'process_cpu_seconds_total');
}
