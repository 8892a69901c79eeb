import { randomUUID } from 'node:crypto';
import { DEFAULT_POLICY, explain, NO_PROGRESS, type Progress, resolvePolicy, type Session } from '@cull/core';
import { seeded, simulate } from '@cull/core/testing';
import {
  appendEvents,
  type Database,
  type DecidedEnding,
  EVENTS,
  endSessions,
  ensurePartitions,
  insertSnapshots,
  migrate,
  openDatabase,
  type PostedSession,
  postVariants,
  SNAPSHOTS,
  thinSnapshots,
} from '@cull/db';
import { startPostgres } from '@cull/servers';
import { printLines } from './table';

const SESSIONS = 300;
const WINDOW_SECONDS = 600;
const KILLED_AT_SECOND = 180;
const DAY_MS = 86_400_000;
const EXPECTED = 0.06;
/** 10,000 variants in ten minutes, all day. */
const SESSIONS_A_DAY = 1_440_000;
const TABLES = ['variants', 'variant_monitoring', 'decisions', 'kill_steps', 'events', 'metric_snapshots'];
const AUDIENCE = { viewsPerMinute: 600, engagementRate: EXPECTED, lagSeconds: 5, clustered: false };

/** What a session takes on the disk, table by table, before and after its readings are thinned, and how fast that is. */
export async function storage(): Promise<void> {
  const server = await startPostgres({ ephemeral: true });
  await migrate(server.url);
  const db = openDatabase({
    url: server.url,
    applicationName: 'bench',
    maxConnections: 4,
    onError: () => {},
  });
  const startedAt = Math.floor(Date.now() / DAY_MS - 3) * DAY_MS + 3_600_000;
  for (const table of [SNAPSHOTS, EVENTS]) await ensurePartitions(db.pool, table, startedAt);
  await record(db, startedAt);
  const before = await sizes(db);
  const begin = performance.now();
  const { read, kept } = await thinSnapshots(db.pool, Date.now(), () => true);
  const seconds = (performance.now() - begin) / 1000;
  const thinned = (await sizes(db)).find(({ name }) => name === 'metric_snapshots');
  if (thinned !== undefined) before.push({ ...thinned, name: 'metric_snapshots, thinned' });
  printLines([
    ['with indexes', 'rows a session', 'bytes a row', 'bytes a session', 'GB a day'],
    ...before.map(({ name, rows, bytes }) => [
      name,
      (rows / SESSIONS).toFixed(1),
      (bytes / rows).toFixed(0),
      (bytes / SESSIONS).toFixed(0),
      ((bytes / SESSIONS) * (SESSIONS_A_DAY / 1e9)).toFixed(1),
    ]),
  ]);
  process.stdout.write(
    `thinned ${read} readings to ${kept} in ${seconds.toFixed(1)} s: ${Math.round(read / seconds)} a second\n`,
  );
  await db.close();
  await server.close();
}

/** Sessions of ten minutes that are read once a second, every other one killed after three minutes. */
async function record({ pool }: Database, startedAt: number): Promise<void> {
  const postings = Array.from({ length: SESSIONS }, (_, index) => ({
    variantId: `variant-${randomUUID()}`,
    personaId: `persona-${index % 50}`,
    campaignId: `campaign-${index % 100}`,
    postId: String(18_000_000_000_000_000 + index),
    source: 'threads' as const,
    expectedEngagementRate: EXPECTED,
    expectedLow: null,
    actor: 'key:bench',
    content: 'Three words that a whole morning turned on, and what became of them by noon. #smalltalk',
    costPerView: null,
    scheduledPosts: [],
    startedAt,
    deadlineAt: startedAt + WINDOW_SECONDS * 1000,
    shard: index % 16,
  }));
  const sessions = await postVariants(pool, postings, startedAt);
  const byVariant = new Map(sessions.map((session) => [session.variantId, session]));
  for (const [index, posting] of postings.entries()) {
    const posted = byVariant.get(posting.variantId);
    if (posted === undefined) throw new Error(`${posting.variantId} got no session`);
    const { monitoringId } = posted;
    const counters = [...simulate(AUDIENCE, WINDOW_SECONDS, seeded(5, index))];
    const readings = counters.map((counted, second) => ({
      monitoringId,
      observedAt: startedAt + (second + 1) * 1000,
      ...counted,
    }));
    const until = index % 2 === 0 ? KILLED_AT_SECOND : WINDOW_SECONDS;
    await insertSnapshots(pool, readings.slice(0, until));
    const about = { monitoringId, variantId: posting.variantId, personaId: posting.personaId };
    await appendEvents(
      pool,
      (['variant.warned', 'variant.recovered'] as const).map((type, position) => ({
        at: startedAt + (60 + position * 20) * 1000,
        type,
        ...about,
        data: { engagementRate: 0.0281, risk: 0.71 },
      })),
    );
    await endSessions(pool, [anEnding({ ...posting, ...posted }, readings[until - 1])]);
  }
}

function anEnding(
  posted: PostedSession & Pick<Session, 'personaId' | 'campaignId' | 'source' | 'expectedEngagementRate'>,
  sample: Progress['sample'] | undefined,
): DecidedEnding {
  if (sample === null || sample === undefined) throw new Error('a session without a reading');
  const decidedAt = sample.observedAt + 400;
  const isKilled = decidedAt < posted.deadlineAt;
  const session: Session = {
    ...posted,
    accountId: null,
    expectedLow: null,
    extendedSeconds: 0,
    isProtected: false,
    holdoutDraw: 1,
  };
  const progress: Progress = { ...NO_PROGRESS, sample, lastInteractions: sample.interactions, quality: 'ok' };
  const timeOut = {
    verdict: 'passed',
    viewsNeeded: 400,
    longestGapSeconds: 1,
    checkedLessOften: false,
  } as const;
  return {
    session,
    progress,
    ending: isKilled
      ? { outcome: 'killed', reason: 'evidence' }
      : { outcome: 'timed_out', reason: null, timeOut },
    explanation: explain(
      session,
      progress,
      DEFAULT_POLICY,
      isKilled ? { status: 'killed', reason: 'evidence' } : { status: 'timed_out', timeOut },
      decidedAt,
    ),
    policy: resolvePolicy([], {}, decidedAt),
    actor: 'engine',
    note: null,
    decidedAt,
  };
}

interface Size {
  readonly name: string;
  readonly rows: number;
  readonly bytes: number;
}

async function sizes({ pool }: Database): Promise<Size[]> {
  const found: Size[] = [];
  for (const name of TABLES) {
    const { rows } = await pool.query<Size>(
      `SELECT $1 AS name, (SELECT count(*) FROM ${name}) AS rows,
              pg_total_relation_size('${name}') + (SELECT coalesce(sum(pg_total_relation_size(relid)), 0)::bigint
                FROM pg_partition_tree('${name}')) AS bytes`,
      [name],
    );
    found.push(...rows);
  }
  return found;
}
