import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, POSTED_AT } from '../test/fixtures';
import type { Database } from './database';
import { appendEvents, isEventCursor, listEvents, readEvents, readNewestEvents } from './events';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

const event = (name: string) => ({
  at: POSTED_AT,
  type: 'variant.warned' as const,
  variantId: name,
  data: {},
});

it('never passes over an event that commits late', async () => {
  const { cursor } = await readNewestEvents(db.pool, 1);
  const slow = await db.pool.connect();
  await slow.query('BEGIN');
  await appendEvents(slow, [event('slow')]);
  // Begun later and committed sooner, with the higher id.
  await appendEvents(db.pool, [event('quick')]);
  const early = await readEvents(db.pool, cursor, 100);
  await slow.query('COMMIT');
  slow.release();
  const late = await readEvents(db.pool, early.at(-1)?.cursor ?? cursor, 100);
  expect([...early, ...late].map(({ variantId }) => variantId)).toEqual(['slow', 'quick']);
});

it('reads on from any cursor without gap or repeat while many write', async () => {
  let { cursor } = await readNewestEvents(db.pool, 1);
  const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);
  const writing = Promise.all(names.map((name) => appendEvents(db.pool, [event(name)])));
  const seen: string[] = [];
  const drain = async () => {
    for (;;) {
      const events = await readEvents(db.pool, cursor, 7);
      if (events.length === 0) return;
      seen.push(...events.map(({ variantId }) => variantId ?? ''));
      cursor = events.at(-1)?.cursor ?? cursor;
    }
  };
  await drain();
  await writing;
  await drain();
  expect(seen).toHaveLength(200);
  expect([...seen].sort()).toEqual([...names].sort());
});

it('is read backwards, by type and by what it is about, page by page', async () => {
  const about = { variantId: 'backwards', personaId: 'backwards' };
  const types = ['variant.protected', 'variant.warned', 'variant.extended'] as const;
  await appendEvents(
    db.pool,
    types.map((type) => ({ at: POSTED_AT, type, ...about, data: {} })),
  );
  const typesOf = async (...[filter, before, limit]: [Parameters<typeof listEvents>[1], string?, number?]) =>
    (await listEvents(db.pool, filter, before, limit ?? 100)).map(({ type }) => type);
  expect(await typesOf({ variantId: 'backwards' })).toEqual([...types].reverse());
  expect(await typesOf({ personaId: 'backwards', types: ['variant.extended'] })).toEqual([
    'variant.extended',
  ]);
  const [newest] = await listEvents(db.pool, about, undefined, 1);
  expect(await typesOf(about, newest?.cursor, 1)).toEqual(['variant.warned']);
  expect(await typesOf({ variantId: 'nobody' })).toEqual([]);
});

it('knows a cursor from other texts', () => {
  expect(['0-0', '12-345'].every(isEventCursor)).toBe(true);
  expect(['', '12', "1-1' OR 1=1", '-1-2', '9'.repeat(40)].some(isEventCursor)).toBe(false);
});
