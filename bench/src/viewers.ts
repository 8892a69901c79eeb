import { setTimeout as pause } from 'node:timers/promises';
import { createCullClient } from '@cull/client';
import { EventSource } from 'eventsource';
import { z } from 'zod';
import { API_KEY } from './api-key';
import { mutate, postAll } from './load';
import { readMetrics, sumOf } from './metrics';
import { summarize } from './percentiles';
import { printTable } from './table';
import { withCull } from './with-cull';

const VIEWERS = 500;
/** One key may have no more streams open. */
const VIEWERS_OF_A_KEY = 50;
const LIVE = 500;
const WATCHED = 20;
const PUSH_EVERY_MS = 1_000;
const KILL_EVERY_MS = 2_000;
const WARM_UP_MS = 30_000;
const PERIODS = 5;
const PERIOD_MS = 60_000;
/** Longer than an event takes to reach everybody. */
const SETTLE_MS = 5_000;
const READ_HEAP_EVERY_MS = 1_000;

/**
 * So many dashboards open on one process, each with the overview, the points of 20 variants and the event log, while
 * 500 variants get a sample each second and one is killed every other second: how old a point is when it reaches a
 * viewer, whether each viewer saw each event once and in order, and whether the memory of the process grows.
 */
export function viewers(): Promise<void> {
  return withCull(async ({ url }) => {
    const client = createCullClient({ url, apiKey: API_KEY });
    const live = await postAll(url, 'live', LIVE);
    const { items } = await client.monitoring.list.query({ limit: LIVE });
    const monitoringIds = items.map(({ monitoringId }) => monitoringId);
    const doomed = await postAll(
      url,
      'doomed',
      Math.ceil((WARM_UP_MS + PERIODS * PERIOD_MS) / KILL_EVERY_MS),
    );
    const ages: number[] = [];
    const opened: Viewer[] = [];
    for (let from = 0; from < VIEWERS; from += VIEWERS_OF_A_KEY) {
      const { key } = await client.keys.create.mutate({ name: `viewers-${from}`, scopes: ['read'] });
      for (let index = from; index < from + VIEWERS_OF_A_KEY; index += 1) {
        const watch = Array.from(
          { length: WATCHED },
          (_, offset) => monitoringIds[(index + offset) % LIVE] ?? '',
        );
        opened.push(openViewer(url, key, watch, (age) => ages.push(age)));
      }
    }
    const timers = [setInterval(() => void pushAll(url, live), PUSH_EVERY_MS)];
    let killed = 0;
    const kill = () => void pushDoomed(url, doomed[killed++]);
    timers.push(setInterval(kill, KILL_EVERY_MS));
    await pause(WARM_UP_MS);
    process.stdout.write(`  ${await openStreams(url)} streams are open\n`);
    ages.length = 0;
    for (let period = 1; period <= PERIODS; period += 1) {
      const { heapMb, cpuShare } = await watchProcess(url);
      process.stdout.write(
        `  minute ${period}: the heap of the web process is ${heapMb.toFixed(0)} MB, ` +
          `${Math.round(cpuShare * 100)} % of a core\n`,
      );
    }
    for (const timer of timers) clearInterval(timer);
    await pause(SETTLE_MS);
    printTable('ms from a sample being taken to a viewer having its point', { points: summarize(ages) });
    process.stdout.write(`  ${eventWords(opened.map(({ events }) => events))}\n`);
    for (const viewer of opened) viewer.close();
    await pause(SETTLE_MS);
    process.stdout.write(`  ${await openStreams(url)} streams are open after everybody left\n`);
  });
}

interface Viewer {
  /** The ids of the kills seen, in order. */
  readonly events: readonly string[];
  close(): void;
}

const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('overview') }),
  z.object({ type: z.literal('event'), event: z.object({ id: z.string(), type: z.string() }) }),
  z.object({ type: z.literal('variants'), points: z.array(z.object({ at: z.string().nullable() })) }),
]);

/** One dashboard: a stream as the browser opens it. */
function openViewer(
  url: string,
  apiKey: string,
  watch: readonly string[],
  onPoint: (ageMs: number) => void,
): Viewer {
  const input = encodeURIComponent(JSON.stringify({ watch }));
  const source = new EventSource(`${url}/api/trpc/live.dashboard?input=${input}`, {
    fetch: (address, init) =>
      fetch(address, { ...init, headers: { ...init.headers, authorization: `Bearer ${apiKey}` } }),
  });
  const events: string[] = [];
  source.addEventListener('message', ({ data }: { data: string }) => {
    const frame = frameSchema.parse(JSON.parse(data));
    if (frame.type === 'event' && frame.event.type === 'variant.killed') events.push(frame.event.id);
    if (frame.type !== 'variants') return;
    const now = Date.now();
    for (const { at } of frame.points) if (at !== null) onPoint(now - Date.parse(at));
  });
  return { events, close: () => source.close() };
}

let views = 0;

async function pushAll(url: string, variantIds: readonly string[]): Promise<void> {
  views += 50;
  const observedAt = new Date().toISOString();
  const samples = variantIds.map((variantId) => ({
    variantId,
    views,
    interactions: views * 0.06,
    observedAt,
  }));
  await mutate(url, 'metrics.ingest', { samples });
}

async function pushDoomed(url: string, variantId: string | undefined): Promise<void> {
  if (variantId === undefined) return;
  const sample = { variantId, views: 1_000, interactions: 12, observedAt: new Date().toISOString() };
  await mutate(url, 'metrics.ingest', { samples: [sample] });
}

/** For a minute: the least of the heap's sizes, as what is above it waits for the garbage collector. */
async function watchProcess(url: string): Promise<{ heapMb: number; cpuShare: number }> {
  const begin = performance.now();
  const cpuBefore = sumOf(await readMetrics(url), 'process_cpu_seconds_total');
  let least = Number.POSITIVE_INFINITY;
  let metrics = '';
  while (performance.now() - begin < PERIOD_MS) {
    await pause(READ_HEAP_EVERY_MS);
    metrics = await readMetrics(url);
    least = Math.min(least, sumOf(metrics, 'nodejs_heap_size_used_bytes'));
  }
  const cpuSeconds = sumOf(metrics, 'process_cpu_seconds_total') - cpuBefore;
  return { heapMb: least / 1e6, cpuShare: (cpuSeconds * 1_000) / (performance.now() - begin) };
}

async function openStreams(url: string): Promise<number> {
  return sumOf(await readMetrics(url), 'cull_api_open_streams');
}

/** Whether everybody saw the same kills, each once, in the same order. */
function eventWords(seen: readonly (readonly string[])[]): string {
  const whole = seen.reduce((most, events) => (events.length > most.length ? events : most), []);
  const different = seen.filter((events) => events.join() !== whole.join()).length;
  const repeated = seen.filter((events) => new Set(events).size !== events.length).length;
  return `${whole.length} kills seen; ${different} of ${seen.length} viewers saw others or another order, ${repeated} saw one twice`;
}
