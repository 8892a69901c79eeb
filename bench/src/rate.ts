import { cpus } from 'node:os';
import type { CallName } from './calls';
import { generate } from './generate';
import { readMetrics, sumOf } from './metrics';
import { type Summary, summarize } from './percentiles';

/** How fast calls of one kind are answered, and what each costs. */
export interface Rate {
  readonly calls: number;
  readonly perSecond: number;
  readonly latency: Summary;
  /** Milliseconds of CPU a call, by process; `rest` is PostgreSQL, and whatever else runs on the machine. */
  readonly cpu: {
    readonly web: number;
    readonly worker: number;
    readonly generator: number;
    readonly rest: number;
  };
}

interface Measured {
  readonly url: string;
  readonly workerUrl: string;
}

/** Makes calls for a while, so many at a time. */
export async function measureRate(
  { url, workerUrl }: Measured,
  load: {
    readonly call: CallName;
    readonly first: number;
    readonly concurrency: number;
    readonly forMs: number;
  },
): Promise<Rate> {
  const before = await readCpu(url, workerUrl);
  const { durations, tookMs, cpuMs } = await generate({ url, ...load });
  const after = await readCpu(url, workerUrl);
  const calls = durations.length;
  const web = (after.web - before.web) / calls;
  const worker = (after.worker - before.worker) / calls;
  const generator = cpuMs / calls;
  const rest = (after.machine - before.machine) / calls - web - worker - generator;
  return {
    calls,
    perSecond: (calls * 1000) / tookMs,
    latency: summarize(durations),
    cpu: { web, worker, generator, rest },
  };
}

/** One line for people. */
export function describeRate(name: string, { perSecond, cpu }: Rate): string {
  const parts = Object.entries(cpu).map(([part, ms]) => `${part} ${ms.toFixed(2)}`);
  return `  ${name}: ${Math.round(perSecond).toLocaleString('en')} a second; CPU ms a call: ${parts.join(', ')}\n`;
}

async function readCpu(url: string, workerUrl: string) {
  const [web, worker] = await Promise.all([readMetrics(url), readMetrics(workerUrl)]);
  const busy = cpus().map(({ times }) => times.user + times.nice + times.sys + times.irq);
  return {
    web: sumOf(web, 'process_cpu_seconds_total') * 1000,
    worker: sumOf(worker, 'process_cpu_seconds_total') * 1000,
    machine: busy.reduce((sum, one) => sum + one, 0),
  };
}
