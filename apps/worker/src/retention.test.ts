import { randomUUID } from 'node:crypto';
import { EVENTS, insertSnapshots, readPartitions, SNAPSHOTS } from '@cull/db';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from '../test/context';
import { postOne } from '../test/postings';
import { cleanUp } from './clean-up';
import { retain } from './retention';

const DAY_MS = 86_400_000;
const RETENTION = { snapshots: 30, events: 60, sessions: 90, audit: 90 };
const START = Date.UTC(2026, 2, 1, 12);
let bench: Workbench;
let now = START;
beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

/** A worker's context whose log can be read. */
function watched() {
  const lines: string[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
  return { context: bench.context({ log, now: () => now }), lines };
}

const oldestOf = async (table: typeof SNAPSHOTS, { db }: ReturnType<typeof bench.context>) =>
  (await readPartitions(db.pool, table))[0]?.to ?? 0;

it('a pass creates partitions ahead, drops old ones, and goes past what is locked', async () => {
  const { context, lines } = watched();
  const backup = await context.db.pool.connect();
  await backup.query('BEGIN');
  await backup.query('LOCK TABLE metric_snapshots, metric_snapshots_default IN ACCESS SHARE MODE');
  await retain(context, RETENTION);
  expect(await readPartitions(context.db.pool, SNAPSHOTS)).toEqual([]);
  expect(await readPartitions(context.db.pool, EVENTS)).not.toEqual([]);
  expect(lines.join()).toContain('metric_snapshots_20260301');
  await backup.query('COMMIT');
  backup.release();
  await retain(context, RETENTION);
  expect(await readPartitions(context.db.pool, SNAPSHOTS)).toHaveLength(5);

  now = START + 65 * DAY_MS;
  await retain(context, RETENTION);
  expect(await oldestOf(SNAPSHOTS, context)).toBeGreaterThan(now - 30 * DAY_MS);
  // A week is dropped when its last event is past the retention.
  expect(await oldestOf(EVENTS, context)).toBeGreaterThan(now - 60 * DAY_MS);
});

it('a clean-up thins the readings of days that are over, and deletes sessions past their retention', async () => {
  now = START + 100 * DAY_MS;
  const { context } = watched();
  const { db } = context;
  await retain(context, RETENTION);
  const { monitoringId } = await postOne(db, { postId: randomUUID(), startedAt: now });
  const snapshots = Array.from({ length: 600 }, (_, second) => ({
    monitoringId,
    observedAt: now + second * 1000,
    views: second * 100,
    interactions: second * 6,
  }));
  await insertSnapshots(db.pool, snapshots);
  const end = (at: number) =>
    db.prisma.variantMonitoring.update({
      where: { id: monitoringId },
      data: { status: 'timed_out', endedAt: new Date(at), deadlineAt: new Date(at) },
    });
  await end(now + 600_000);
  now += 3 * DAY_MS;
  await cleanUp(context, RETENTION);
  expect(await db.prisma.metricSnapshot.count()).toBeLessThan(150);
  expect(await db.prisma.variantMonitoring.count()).toBe(1);
  now += 90 * DAY_MS;
  await cleanUp(context, RETENTION);
  expect(await db.prisma.variantMonitoring.count()).toBe(0);
});
