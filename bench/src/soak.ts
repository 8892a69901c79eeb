import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cull } from '@cull/launcher';
import type pg from 'pg';
import { withDatabase } from './database';
import { mutate } from './load';
import { readMetrics, sumOf } from './metrics';
import type { BenchOptions } from './options';
import { summarize } from './percentiles';
import { residentOf } from './proc';
import { connectSource } from './source';
import { printLines } from './table';
import { DEFAULT_QUEUE, withCull } from './with-cull';

/** Short windows, so that many more variants come and go than would in the same time by default. */
const WINDOW_SECONDS = 120;
const POST_EVERY_MS = 5_000;
/** A third of the variants drops early enough to fall below half of what was expected within its window. */
const DROPPING_SHARE = 1 / 3;
const DROP_AFTER_SECONDS = 15;
/** Until windows end as often as they begin, and what a start leaves behind is collected. */
const WARM_UP_MINUTES = 5;
/** The last minutes may need so much more memory than the first ones after the warm-up. */
const MOST_GROWTH = 1.1;
const COMPARED_MINUTES = 4;
const MINUTE_MS = 60_000;
/** An ending later than this after its deadline is missed by nobody but its own guard. */
const LATE_SECONDS = 10;
const PARTS = ['web', 'worker'];

/** What a process occupies at a moment. */
interface Reading {
  readonly megabytes: number;
  readonly handles: number;
}

/**
 * Keeps so many variants live for so many minutes, new ones taking the place of those that end, and reads each minute what web and
 * worker occupy.
 * @throws Where memory grew, nothing was killed, or a session has no ending, or two.
 */
export function soak({ live, minutes, queue }: BenchOptions): Promise<void> {
  const run = (cull: Cull) => withDatabase(cull.databaseUrl, (db) => measure(cull, db, live, minutes));
  return withCull(run, { queue: queue?.[0] ?? DEFAULT_QUEUE });
}

async function measure(cull: Cull, db: pg.Pool, live: number, minutes: number): Promise<void> {
  await mutate(cull.url, 'thresholds.set', {
    scope: { type: 'global' },
    values: { windowSeconds: WINDOW_SECONDS },
    note: 'a soak',
  });
  const isOver = new AbortController();
  const posting = keepPosting(cull, Math.ceil((live * POST_EVERY_MS) / 1000 / WINDOW_SECONDS), isOver.signal);
  const readings = new Map<string, Reading[]>(PARTS.map((name) => [name, []]));
  const heading = [
    'minute',
    'live',
    ...PARTS.flatMap((name) => [`${name}: MB`, 'handles']),
    'loop p99 ms',
    'tick lag ms',
  ];
  process.stdout.write(`  ${heading.join(' · ')}\n`);
  for (let minute = 1; minute <= minutes; minute += 1) {
    await Promise.race([pause(MINUTE_MS), posting]);
    const cells: string[] = [];
    for (const [name, own] of readings) {
      const reading = await readPart(cull, name);
      own.push(reading);
      cells.push(reading.megabytes.toFixed(0), String(reading.handles));
    }
    const metrics = await readMetrics(cull.workerUrl);
    const lag = sumOf(metrics, 'cull_tick_lag_seconds_sum') / sumOf(metrics, 'cull_tick_lag_seconds_count');
    const loop = sumOf(metrics, 'nodejs_eventloop_lag_p99_seconds');
    const now = [
      minute,
      sumOf(metrics, 'cull_live_sessions'),
      ...cells,
      (1000 * loop).toFixed(0),
      (1000 * lag).toFixed(0),
    ];
    process.stdout.write(`  ${now.join(' · ')}\n`);
  }
  isOver.abort();
  await posting;
  await pause((WINDOW_SECONDS + LATE_SECONDS) * 1000);
  await judge(db, readings);
}

async function keepPosting({ url, fakeThreadsUrl }: Cull, count: number, isOver: AbortSignal): Promise<void> {
  const source = connectSource(fakeThreadsUrl);
  const dropping = Math.round(count * DROPPING_SHARE);
  while (!isOver.aborted) {
    const begun = performance.now();
    const postIds = [
      ...(await source.publish(dropping, DROP_AFTER_SECONDS)),
      ...(await source.publish(count - dropping, 2 * WINDOW_SECONDS)),
    ];
    const variants = postIds.map((postId) => ({
      variantId: postId,
      postId,
      personaId: 'bench',
      expectedEngagementRate: 0.06,
    }));
    await mutate(url, 'variants.postedMany', { variants });
    await pause(Math.max(0, POST_EVERY_MS - (performance.now() - begun)));
  }
}

async function readPart({ running }: Cull, name: string): Promise<Reading> {
  const pid = running().find((part) => part.name === name)?.pid;
  if (pid === undefined) throw new Error(`${name} does not run`);
  const { rss } = await residentOf(pid);
  return { megabytes: rss, handles: (await readdir(`/proc/${pid}/fd`)).length };
}

async function judge(db: pg.Pool, readings: ReadonlyMap<string, readonly Reading[]>): Promise<void> {
  const { rows } = await db.query<{ sessions: number; killed: number; wrong: number; pending: number }>(
    `SELECT count(*)::int AS sessions, (count(*) FILTER (WHERE status = 'killed'))::int AS killed,
            (count(*) FILTER (WHERE status = 'monitoring' OR
               (SELECT count(*) FROM decisions d WHERE d.monitoring_id = m.id) <> 1))::int AS wrong,
            (SELECT count(*)::int FROM kill_steps WHERE state <> 'done') AS pending
     FROM variant_monitoring m`,
  );
  const { sessions = 0, killed = 0, wrong = 0, pending = 0 } = rows[0] ?? {};
  process.stdout.write(
    `  ${sessions} sessions, ${killed} killed; ${wrong} without exactly one ending; ${pending} kill steps not done\n`,
  );
  const lines: string[][] = [];
  const grown: string[] = [];
  for (const [name, own] of readings) {
    const settled = own.slice(WARM_UP_MINUTES);
    const medianOf = (part: readonly Reading[]) => summarize(part.map(({ megabytes }) => megabytes)).p50;
    const first = medianOf(settled.slice(0, COMPARED_MINUTES));
    const last = medianOf(settled.slice(-COMPARED_MINUTES));
    lines.push([name, first.toFixed(0), last.toFixed(0), (last / first).toFixed(2)]);
    if (last > first * MOST_GROWTH) grown.push(name);
  }
  printLines([[`MB, medians of ${COMPARED_MINUTES} minutes`, 'first', 'last', 'ratio'], ...lines]);
  if (grown.length > 0)
    throw new Error(`the memory of ${grown.join(' and ')} grew by more than ${MOST_GROWTH}`);
  if (killed === 0) throw new Error('nothing was killed');
  if (wrong + pending > 0) throw new Error('not every session came to exactly one ending');
}
