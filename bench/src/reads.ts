import { READ_VARIANTS, readPersonaId, readVariantId } from './calls';
import { aPosting, mutate } from './load';
import type { Summary } from './percentiles';
import { describeRate, measureRate } from './rate';
import { printTable } from './table';
import { withCull } from './with-cull';

const READS = ['monitoring.status', 'pool.list'] as const;
const CONCURRENCIES = [1, 50];
const EACH_MS = 10_000;
const BATCH = 1_000;

/** How many reads a second the API answers, while 10,000 variants are live. */
export function reads(): Promise<void> {
  return withCull(async (cull) => {
    await postLive(cull.url);
    const rows: Record<string, Summary> = {};
    for (const call of READS) {
      await measureRate(cull, { call, first: 0, concurrency: 50, forMs: EACH_MS / 2 });
      for (const concurrency of CONCURRENCIES) {
        const name = `${call}, ${concurrency} at a time`;
        const rate = await measureRate(cull, { call, first: 0, concurrency, forMs: EACH_MS });
        process.stdout.write(describeRate(name, rate));
        rows[name] = rate.latency;
      }
    }
    printTable('ms a call', rows);
  });
}

async function postLive(url: string): Promise<void> {
  const variants = Array.from({ length: READ_VARIANTS }, (_, index) => ({
    ...aPosting(readVariantId(index)),
    personaId: readPersonaId(index),
  }));
  for (let from = 0; from < READ_VARIANTS; from += BATCH)
    await mutate(url, 'variants.postedMany', { variants: variants.slice(from, from + BATCH) });
}
