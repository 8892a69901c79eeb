import { type Audience, seeded, simulate } from '@cull/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, postOne } from '../../test/fixtures';
import { appendEvents } from '../events/events';
import { endSessions } from '../kills/endings';
import type { Database } from '../system/database';
import { ensurePartitions, readPartitions, SNAPSHOTS } from '../system/partitions';
import { insertSnapshots, readSnapshots, type Snapshot } from './snapshots';
import { thinSnapshots } from './thin-snapshots';
import { THINNING_TOLERANCE } from './thinned-copy';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EXPECTED = 0.06;
const always = () => true;
let db: Database;
let day = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
// Every test has a day of its own, ten days after the one before.
beforeEach(async () => {
  day += 10 * DAY_MS;
  await ensurePartitions(db.pool, SNAPSHOTS, day);
});

const ORDINARY: Audience = { viewsPerMinute: 900, engagementRate: 0.05, lagSeconds: 5, clustered: false };

/** A session that was read once a second and passed. */
async function recorded(audience: Audience, seed: number, isOver = true) {
  const startedAt = day + HOUR_MS + seed * 1_234;
  const posting = aPosting({ expectedEngagementRate: EXPECTED, startedAt, deadlineAt: startedAt + 600_000 });
  const { monitoringId } = await postOne(db, posting);
  const snapshots: Snapshot[] = [];
  for (const [second, counters] of [...simulate(audience, 600, seeded(3, seed))].entries()) {
    const { views, interactions } = snapshots.at(-1) ?? { views: 0, interactions: 0 };
    if (counters.views === views && counters.interactions === interactions) continue;
    snapshots.push({ monitoringId, observedAt: startedAt + (second + 1) * 1000, ...counters });
  }
  await insertSnapshots(db.pool, snapshots);
  if (isOver) await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED, startedAt + 600_000)]);
  return { monitoringId, startedAt, snapshots, posting };
}

const read = (monitoringId: string) => readSnapshots(db.pool, monitoringId, { from: day, to: day + DAY_MS });
const thinned = (at = day + 2 * DAY_MS, hasTime = always) => thinSnapshots(db.pool, at, hasTime);
const rateOf = ({ views, interactions }: Snapshot) => (views === 0 ? 0 : interactions / views);

/** The largest distance of a reading from the line through those that are left. */
function largestError(all: readonly Snapshot[], kept: readonly Snapshot[]): number {
  let largest = 0;
  let index = 0;
  for (const reading of all) {
    while ((kept[index + 1]?.observedAt ?? Number.POSITIVE_INFINITY) <= reading.observedAt) index += 1;
    const before = kept[index];
    const after = kept[index + 1] ?? before;
    if (before === undefined || after === undefined) return Number.POSITIVE_INFINITY;
    const length = Math.max(1, after.observedAt - before.observedAt);
    const share = (reading.observedAt - before.observedAt) / length;
    const line = rateOf(before) + (rateOf(after) - rateOf(before)) * share;
    largest = Math.max(largest, Math.abs(rateOf(reading) - line));
  }
  return largest;
}

describe('a day that is over', () => {
  it.each<[string, Audience]>([
    ['an ordinary variant', ORDINARY],
    ['a busy one', { ...ORDINARY, viewsPerMinute: 9_000 }],
    ['a quiet one', { ...ORDINARY, viewsPerMinute: 40 }],
    ['one that nobody reacts to', { ...ORDINARY, engagementRate: 0.001 }],
    ['a drop', { ...ORDINARY, viewsPerMinute: 3_000, change: { at: 240, engagementRate: 0 } }],
    ['a burst', { ...ORDINARY, burst: { at: 200, seconds: 20, factor: 8 } }],
    ['one whose source is slow', { ...ORDINARY, stepSeconds: 30 }],
  ])('keeps the curve of %s', async (_, audience) => {
    const sessions = [];
    for (let seed = 1; seed <= 10; seed += 1) sessions.push(await recorded(audience, seed));
    await thinned();
    for (const { monitoringId, snapshots } of sessions) {
      const kept = await read(monitoringId);
      expect(kept.at(0)).toEqual(snapshots.at(0));
      expect(kept.at(-1)).toEqual(snapshots.at(-1));
      const known = new Set(snapshots.map((snapshot) => JSON.stringify(snapshot)));
      expect(kept.every((snapshot) => known.has(JSON.stringify(snapshot)))).toBe(true);
      expect(largestError(snapshots, kept)).toBeLessThanOrEqual(THINNING_TOLERANCE * EXPECTED + 1e-12);
    }
  });

  it('takes a fraction of the room, and counts what it did', async () => {
    const { monitoringId, snapshots } = await recorded({ ...ORDINARY, viewsPerMinute: 6_000 }, 1);
    const result = await thinned();
    const kept = await read(monitoringId);
    expect(kept.length).toBeLessThan(snapshots.length / 3);
    expect(result).toMatchObject({ read: snapshots.length, kept: kept.length, waiting: null });
    const names = (await readPartitions(db.pool, SNAPSHOTS)).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...result.done]));
    // Nothing is left to do.
    expect(await thinned()).toMatchObject({ read: 0, done: [] });
    expect(await read(monitoringId)).toEqual(kept);
  });

  it('keeps every reading around a warning and an ending', async () => {
    const session = await recorded({ ...ORDINARY, viewsPerMinute: 20_000 }, 1);
    const { monitoringId, startedAt, snapshots } = session;
    const warnedAt = startedAt + 300_000;
    await appendEvents(db.pool, [{ at: warnedAt, type: 'variant.warned', monitoringId, data: {} }]);
    await thinned();
    const kept = new Set((await read(monitoringId)).map(({ observedAt }) => observedAt));
    for (const at of [warnedAt, startedAt + 600_000]) {
      const around = snapshots.filter(({ observedAt }) => observedAt <= at && observedAt > at - 10_000);
      expect(around.filter(({ observedAt }) => !kept.has(observedAt))).toEqual([]);
    }
    expect(kept.size).toBeLessThan(snapshots.length / 2);
  });
});

describe('a pass', () => {
  it('leaves alone a day that ended less than a day ago, and one with a session that is not over', async () => {
    const { snapshots, monitoringId, posting } = await recorded(ORDINARY, 1, false);
    await thinned(day + 2 * DAY_MS - 1);
    await thinned();
    expect(await read(monitoringId)).toEqual(snapshots);
    await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED, posting.deadlineAt)]);
    await thinned();
    expect((await read(monitoringId)).length).toBeLessThan(snapshots.length);
  });

  it('goes on where the one before ran out of time, and shows all readings until it is done', async () => {
    const { monitoringId, snapshots } = await recorded(ORDINARY, 1);
    // A large day: its sessions don't fit one statement.
    await db.pool.query(
      `INSERT INTO metric_snapshots (monitoring_id, observed_at, views, interactions)
       SELECT s.id, $1::timestamptz + second * interval '1 second', second, 0
       FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 60)) s, generate_series(1, 1000) second`,
      [new Date(day)],
    );
    const total = 60_000 + snapshots.length;
    const parts = [];
    for (let pass = 1; parts.at(-1)?.done.length !== 1 && pass < 10; pass += 1) {
      let asked = 0;
      parts.push(await thinned(day + 2 * DAY_MS, () => asked++ < 1));
      const isDone = parts.at(-1)?.done.length === 1;
      if (!isDone) expect(await read(monitoringId)).toEqual(snapshots);
    }
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.reduce((sum, part) => sum + part.read, 0)).toBe(total);
    expect((await read(monitoringId)).length).toBeLessThan(snapshots.length);
  });

  it('waits for no lock on the table, and two at once thin a day once', async () => {
    const { monitoringId, snapshots } = await recorded(ORDINARY, 1);
    const backup = await db.pool.connect();
    await backup.query('BEGIN');
    await backup.query('LOCK TABLE metric_snapshots IN ACCESS SHARE MODE');
    expect((await thinned()).waiting).toMatch(/^metric_snapshots_\d{8}$/);
    await backup.query('COMMIT');
    backup.release();
    const results = await Promise.all([thinned(), thinned()]);
    const own = results.flatMap(({ done }) => done);
    expect(new Set(own).size).toBe(own.length);
    expect((await read(monitoringId)).length).toBeLessThan(snapshots.length);
  });
});
