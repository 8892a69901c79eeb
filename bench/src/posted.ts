import { aPosting, mutate } from './load';
import { type Summary, summarize } from './percentiles';
import { describeRate, measureRate } from './rate';
import { printTable } from './table';
import { withCull } from './with-cull';

const CONCURRENCIES = [1, 8, 32];
const EACH_MS = 10_000;
const MANY = 1_000;
const CALLS_OF_MANY = 15;

/** How many postings a second the API takes: one a call, and a thousand a call. */
export function posted(): Promise<void> {
  return withCull(async (cull) => {
    const call = 'variants.posted';
    let first = (await measureRate(cull, { call, first: 0, concurrency: 32, forMs: EACH_MS / 2 })).calls;
    const rows: Record<string, Summary> = {};
    for (const concurrency of CONCURRENCIES) {
      const name = `posted, ${concurrency} at a time`;
      const rate = await measureRate(cull, { call, first, concurrency, forMs: EACH_MS });
      first += rate.calls;
      process.stdout.write(describeRate(name, rate));
      rows[name] = rate.latency;
    }
    let number = 0;
    const aNewPosting = () => {
      number += 1;
      return aPosting(`variant-${number}`);
    };
    const postMany = () =>
      mutate(cull.url, 'variants.postedMany', { variants: Array.from({ length: MANY }, aNewPosting) });
    const durations: number[] = [];
    for (let call = 0; call < CALLS_OF_MANY; call += 1) {
      const begin = performance.now();
      await postMany();
      durations.push(performance.now() - begin);
    }
    tell(
      'a thousand a call',
      CALLS_OF_MANY * MANY,
      durations.reduce((sum, one) => sum + one, 0),
    );
    rows[`postedMany of ${MANY}`] = summarize(durations);
    printTable('ms a call', rows);
  });
}

function tell(how: string, postings: number, tookMs: number): void {
  const rate = Math.round((postings * 1000) / tookMs).toLocaleString('en');
  process.stdout.write(`  ${how}: ${rate} postings a second\n`);
}
