import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cull, startCull } from '@cull/launcher';
import { API_KEY } from './api-key';
import { firstTime } from './first-time';
import { postPolled } from './load';
import { readMetrics, sumOf } from './metrics';
import { summarize } from './percentiles';
import { residentOf, spawnedAt } from './proc';
import { printLines } from './table';
import { REDIS_URL } from './with-cull';

const PORTS = { web: 23_200, worker: 23_201, fakeThreads: 23_202 } as const;
const WEB = `http://127.0.0.1:${PORTS.web}`;
const WORKER = `http://127.0.0.1:${PORTS.worker}`;

const STARTS = 5;
/** Long enough for what a start leaves behind to be collected. */
const SETTLE_MS = 20_000;
const LIVE = 10_000;
const LIVE_SETTLE_MS = 60_000;
const READINGS = 10;
const READ_EVERY_MS = 1_000;

/** What each process occupies, at idle and with 10,000 live variants, and how soon after its spawn it works. */
export async function processes(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cull-bench-'));
  const firsts = new Map<string, number[]>();
  const memory = new Map<string, number[]>();
  try {
    for (let start = 0; start < STARTS; start += 1) {
      await started(dataDir, firsts, async (cull) => {
        await pause(SETTLE_MS);
        await readMemory(cull, 'idle', memory);
        if (start < STARTS - 1) return;
        await postPolled(cull, LIVE);
        await pause(LIVE_SETTLE_MS);
        await readMemory(cull, `${LIVE.toLocaleString('en')} live`, memory);
        const metrics = await readMetrics(WORKER);
        const tickMs =
          (1000 * sumOf(metrics, 'cull_tick_seconds_sum')) / sumOf(metrics, 'cull_tick_seconds_count');
        process.stdout.write(
          `  ${sumOf(metrics, 'cull_live_sessions')} live at the end; a tick of a shard took ${tickMs.toFixed(0)} ms on average\n`,
        );
      });
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
  print(`ms from spawn, ${STARTS} starts`, firsts);
  print('MB', memory);
}

/** Starts Cull, notes when its processes first worked and what they had computed by then, and closes it behind `use`. */
async function started(
  dataDir: string,
  firsts: Map<string, number[]>,
  use: (cull: Cull) => Promise<void>,
): Promise<void> {
  const asked = new AbortController();
  const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  const first = (done: () => Promise<boolean>) => firstTime(done, asked.signal);
  const computed = async (process: string, url: string) =>
    note(firsts, `${process}: CPU`, 1000 * sumOf(await readMetrics(url), 'process_cpu_seconds_total'));
  const instants = {
    'worker ready': first(() => answers(`${WORKER}/readyz`)),
    'worker ticked': first(async () => {
      const ticked = sumOf(await readMetrics(WORKER), 'cull_tick_seconds_count') > 0;
      if (ticked) await computed('worker ticked', WORKER);
      return ticked;
    }),
    'web ready': first(async () => {
      const ready = await answers(`${WEB}/readyz`);
      if (ready) await computed('web ready', WEB);
      return ready;
    }),
  };
  try {
    const cull = await startCull({ dataDir, ports: PORTS, apiKey: API_KEY, redisUrl: REDIS_URL });
    try {
      for (const [name, instant] of Object.entries(instants)) {
        const pid = cull.running().find((part) => name.startsWith(part.name))?.pid;
        if (pid === undefined) throw new Error(`no part runs that ${name} could be asked of`);
        note(firsts, name, (await instant) - (await spawnedAt(pid)));
      }
      await use(cull);
    } finally {
      await cull.close();
    }
  } finally {
    asked.abort();
  }
}

async function readMemory({ running }: Cull, when: string, memory: Map<string, number[]>): Promise<void> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    for (const { name, pid } of running()) {
      if (pid === undefined) continue;
      const { rss, pss } = await residentOf(pid);
      note(memory, `${name}, ${when}: RSS`, rss);
      note(memory, `${name}, ${when}: PSS`, pss);
    }
    await pause(READ_EVERY_MS);
  }
}

function note(all: Map<string, number[]>, name: string, value: number): void {
  all.set(name, [...(all.get(name) ?? []), value]);
}

function print(title: string, all: ReadonlyMap<string, readonly number[]>): void {
  const lines = [...all].map(([name, values]) => {
    const { p50, max } = summarize(values);
    return [name, Math.min(...values).toFixed(0), p50.toFixed(0), max.toFixed(0)];
  });
  printLines([[title, 'min', 'p50', 'max'], ...lines]);
}
