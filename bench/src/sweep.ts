import os from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cull } from '@cull/launcher';
import { mutate, postPolled } from './load';
import { readMetrics, sumOf } from './metrics';
import type { BenchOptions, QueueKind } from './options';
import { residentOf } from './proc';
import { printResult } from './result';
import { printLines } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

const FIRST = 2_500;
const MOST = 160_000;
const SETTLE_MS = 20_000;
const MEASURE_MS = 30_000;
/** Below this many checks a second of each variant, of one that is wanted, Cull has fallen behind. */
const KEPT_UP = 0.9;

/** By default no variant is checked before a rule could fire; here it is known how often each is to be checked. */
const EVERY_SECOND = {
  scope: { type: 'global' },
  values: { maxCheckIntervalSeconds: 1 },
  note: 'every variant once a second',
};

/** What a number of live variants asks of the machine. */
interface Step {
  readonly live: number;
  /** Of one variant, on average. */
  readonly checksPerSecond: number;
  /** From when a tick was due to its beginning, and from there to its end, on average. */
  readonly lagMs: number;
  readonly tickMs: number;
  /** Of all cores together, 0 to 1. */
  readonly busy: number;
  /** Of the workers together. */
  readonly workerCores: number;
  readonly workerMb: number;
}

/** Doubles the live variants until they are no longer checked once a second, for each number of workers and queue. */
export async function sweep(options: BenchOptions): Promise<void> {
  for (const kind of options.queue ?? [DEFAULT_QUEUE]) {
    for (const count of options.workers) await sweepWith(count, kind, options);
  }
}

function sweepWith(workers: number, queue: QueueKind, options: BenchOptions): Promise<void> {
  return withCull(
    async (cull, others) => {
      const urls = [cull.workerUrl, ...others.map(({ url }) => url)];
      const pids = [workerPidOf(cull), ...others.map(({ pid }) => pid)];
      const steps: Step[] = [];
      await mutate(cull.url, 'thresholds.set', EVERY_SECOND);
      for (let live = FIRST; live <= MOST; live *= 2) {
        await postPolled(cull, live - (steps.at(-1)?.live ?? 0));
        await pause(SETTLE_MS);
        const step = await measure(live, urls, pids);
        steps.push(step);
        process.stdout.write(`  ${live} live: ${step.checksPerSecond.toFixed(2)} checks a second of each\n`);
        if (options.json) printResult('sweep', { workers, queue, ...step });
        if (step.checksPerSecond < KEPT_UP) break;
      }
      print(`${workers} workers, queue on ${queue}`, steps);
    },
    { ...options, queue, workers },
  );
}

function workerPidOf(cull: Cull): number {
  const pid = cull.running().find(({ name }) => name === 'worker')?.pid;
  if (pid === undefined) throw new Error('the worker does not run');
  return pid;
}

async function measure(live: number, urls: readonly string[], pids: readonly number[]): Promise<Step> {
  const [before, idleBefore, begunAt] = [await countersOf(urls), cpuTimes(), performance.now()];
  await pause(MEASURE_MS);
  const [after, idleAfter, seconds] = [
    await countersOf(urls),
    cpuTimes(),
    (performance.now() - begunAt) / 1_000,
  ];
  const gained = (name: string) => (after.get(name) ?? 0) - (before.get(name) ?? 0);
  const mean = (name: string) => (1_000 * gained(`${name}_sum`)) / gained(`${name}_count`);
  const residents = await Promise.all(pids.map(residentOf));
  return {
    live,
    checksPerSecond: gained('cull_source_readings_total') / seconds / live,
    lagMs: mean('cull_tick_lag_seconds'),
    tickMs: mean('cull_tick_seconds'),
    busy: 1 - (idleAfter.idle - idleBefore.idle) / (idleAfter.all - idleBefore.all),
    workerCores: gained('process_cpu_seconds_total') / seconds,
    workerMb: residents.reduce((sum, { rss }) => sum + rss, 0),
  };
}

const COUNTERS = [
  'cull_source_readings_total',
  'cull_tick_lag_seconds_sum',
  'cull_tick_lag_seconds_count',
  'cull_tick_seconds_sum',
  'cull_tick_seconds_count',
  'process_cpu_seconds_total',
] as const;

/** The workers' counters, added up. */
async function countersOf(urls: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const all = await Promise.all(urls.map(readMetrics));
  return new Map(COUNTERS.map((name) => [name, all.reduce((sum, metrics) => sum + sumOf(metrics, name), 0)]));
}

function cpuTimes(): { readonly idle: number; readonly all: number } {
  const times = os.cpus().map((cpu) => cpu.times);
  return {
    idle: times.reduce((sum, { idle }) => sum + idle, 0),
    all: times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0),
  };
}

function print(title: string, steps: readonly Step[]): void {
  printLines([
    [title, 'checks/s', 'tick, ms', 'late by, ms', 'machine', 'workers, cores', 'workers, MB'],
    ...steps.map((step) => [
      step.live.toLocaleString('en'),
      step.checksPerSecond.toFixed(2),
      step.tickMs.toFixed(0),
      step.lagMs.toFixed(0),
      `${(100 * step.busy).toFixed(0)}%`,
      step.workerCores.toFixed(2),
      step.workerMb.toFixed(0),
    ]),
  ]);
}
