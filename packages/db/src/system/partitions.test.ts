import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPosting, openTestDatabase, POSTED_AT, postOne } from '../../test/fixtures';
import { appendEvents, listEvents } from '../events/events';
import { insertSnapshots, readSnapshots } from '../sessions/snapshots';
import type { Database } from './database';
import { dropOldPartitions, EVENTS, ensurePartitions, readPartitions, SNAPSHOTS } from './partitions';

const DAY_MS = 86_400_000;
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const always = { from: POSTED_AT - 100 * DAY_MS, to: POSTED_AT + 100 * DAY_MS };
const dropped = async (days: number, at: number) =>
  (await dropOldPartitions(db.pool, SNAPSHOTS, at, days)).changed;

describe('snapshots', () => {
  it('are kept once, in order, over day borders, and dropped with their day', async () => {
    const { monitoringId } = await postOne(db, aPosting());
    const at = (observedAt: number, views: number) => ({ monitoringId, observedAt, views, interactions: 1 });
    const views = async () => (await readSnapshots(db.pool, monitoringId, always)).map(({ views }) => views);
    await insertSnapshots(db.pool, [at(POSTED_AT + 5, 2)]);
    const made = await Promise.all([
      ensurePartitions(db.pool, SNAPSHOTS, POSTED_AT),
      ensurePartitions(db.pool, SNAPSHOTS, POSTED_AT),
    ]);
    const names = ['20251231', '20260101', '20260102', '20260103', '20260104'].map(
      (day) => `metric_snapshots_${day}`,
    );
    expect(made.flatMap(({ changed }) => changed).sort()).toEqual(names);
    await insertSnapshots(db.pool, [
      at(POSTED_AT + DAY_MS, 3),
      at(POSTED_AT, 1),
      at(POSTED_AT + 30 * DAY_MS, 4),
    ]);
    await insertSnapshots(db.pool, [at(POSTED_AT, 99), at(POSTED_AT + 5, 98)]);
    expect(await views()).toEqual([1, 2, 3, 4]);
    // The reading from before the partition was there has moved into it.
    const { rows } = await db.pool.query('SELECT count(*) AS stray FROM metric_snapshots_default');
    expect(rows).toEqual([{ stray: 1 }]);
    expect(await dropped(39, POSTED_AT + 40 * DAY_MS)).toEqual(names.slice(0, 2));
    expect(await views()).toEqual([3, 4]);
    await dropped(9, POSTED_AT + 40 * DAY_MS);
    expect(await views()).toEqual([]);
  });

  it('wait for no lock: a backup holds up neither readings nor the rest of a pass', async () => {
    const at = POSTED_AT + 200 * DAY_MS;
    const { monitoringId } = await postOne(db, aPosting());
    const backup = await db.pool.connect();
    await backup.query('BEGIN');
    await backup.query('LOCK TABLE metric_snapshots, metric_snapshots_default IN ACCESS SHARE MODE');
    const made = await ensurePartitions(db.pool, SNAPSHOTS, at);
    expect(made.changed).toEqual([]);
    expect(made.waiting).toHaveLength(5);
    await insertSnapshots(db.pool, [{ monitoringId, observedAt: at, views: 1, interactions: 1 }]);
    await backup.query('COMMIT');
    backup.release();
    expect((await ensurePartitions(db.pool, SNAPSHOTS, at)).changed).toHaveLength(5);
    expect(await readSnapshots(db.pool, monitoringId, { from: at, to: at })).toHaveLength(1);
  });
});

describe('events', () => {
  it('are written while their week gets its partition', async () => {
    for (let weeks = 100; weeks < 130; weeks += 5) {
      const at = POSTED_AT + weeks * 7 * DAY_MS;
      let isDone = false;
      const write = async () => {
        while (!isDone) await appendEvents(db.pool, [{ at, type: 'source.healthy', data: {} }]);
      };
      const writers = Promise.all(Array.from({ length: 6 }, write));
      const created = ensurePartitions(db.pool, EVENTS, at).finally(() => {
        isDone = true;
      });
      await Promise.all([created, writers]);
    }
  });

  it('are read as one log over weeks, and dropped with their week', async () => {
    const at = POSTED_AT + 300 * DAY_MS;
    const days = [0, 6, 13, 60];
    const append = (day: number) =>
      appendEvents(db.pool, [
        { at: at + day * DAY_MS, type: 'variant.warned', variantId: 'weeks', data: { day } },
      ]);
    for (const day of days) await append(day);
    const { changed } = await ensurePartitions(db.pool, EVENTS, at);
    // From yesterday's week on, two weeks and a bit ahead.
    expect(changed.length).toBeGreaterThanOrEqual(3);
    const read = async () =>
      (await listEvents(db.pool, { variantId: 'weeks' }, undefined, 100)).map(({ data }) => data['day']);
    expect(await read()).toEqual([...days].reverse());
    const [oldest] = await readPartitions(db.pool, EVENTS);
    expect(oldest?.to).toBe((oldest?.from ?? 0) + 7 * DAY_MS);
    await dropOldPartitions(db.pool, EVENTS, (oldest?.to ?? 0) + 10 * DAY_MS, 10);
    const left = days.filter((day) => at + day * DAY_MS >= (oldest?.to ?? 0));
    expect(left.length).toBeLessThan(days.length);
    expect(await read()).toEqual([...left].reverse());
  });
});
