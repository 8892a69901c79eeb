import { testDatabase } from '@cull/servers/testing';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestDatabase, POSTED_AT } from '../../test/fixtures';
import { play, schedules } from '../../test/interleaved';
import type { Database } from '../system/database';
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

it('is not held back by transactions that write other things, here or elsewhere on the server', async () => {
  const { cursor } = await readNewestEvents(db.pool, 1);
  const elsewhere = new pg.Client({ connectionString: await testDatabase() });
  await elsewhere.connect();
  await elsewhere.query('BEGIN');
  await elsewhere.query('CREATE TABLE loads (id INTEGER)');
  const here = await db.pool.connect();
  await here.query('BEGIN');
  await here.query(`INSERT INTO variants (id, persona_id) VALUES ('held open', 'p')`);
  await appendEvents(db.pool, [event('meanwhile')]);
  const read = await readEvents(db.pool, cursor, 100);
  expect(read.map(({ variantId }) => variantId)).toEqual(['meanwhile']);
  // What was begun before and writes its events now comes behind.
  await appendEvents(here, [event('here')]);
  await here.query('COMMIT');
  here.release();
  await elsewhere.query('COMMIT');
  await elsewhere.end();
  const behind = await readEvents(db.pool, read.at(-1)?.cursor ?? cursor, 100);
  expect(behind.map(({ variantId }) => variantId)).toEqual(['here']);
});

it('leaves out no event and repeats none, however transactions overlap', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const start = (await readNewestEvents(db.pool, 1)).cursor;
      let cursor = start;
      const seen: string[] = [];
      const read = async () => {
        const events = await readEvents(db.pool, cursor, 3);
        seen.push(...events.map((read) => read.cursor));
        cursor = events.at(-1)?.cursor ?? cursor;
        return events.length;
      };
      let written = 0;
      const write = (client: pg.PoolClient) => {
        written += 1;
        return appendEvents(client, [event(`${written} a`), event(`${written} b`)].slice(written % 2));
      };
      await play(db.pool, schedule, write, read);
      while ((await read()) > 0);
      const all = await listEvents(db.pool, {}, undefined, 1_000);
      const until = all.findIndex((logged) => logged.cursor === start);
      expect(seen).toEqual(
        all
          .slice(0, until === -1 ? undefined : until)
          .map((logged) => logged.cursor)
          .reverse(),
      );
    }),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );
});

it('goes on in order behind what early versions wrote, on whatever server that was', async () => {
  const early = await openTestDatabase();
  await early.pool.query(
    `INSERT INTO events (id, transaction_id, at, type, variant_id, data)
     VALUES (1, 40000001, now(), 'variant.warned', 'second', '{}'), (2, 40000000, now(), 'variant.warned', 'first', '{}'),
            (3, 40000001, now(), 'variant.warned', 'third', '{}');
     SELECT setval('events_id_seq', 3)`,
  );
  await appendEvents(early.pool, [event('fourth'), event('fifth')]);
  const namesOf = (events: readonly { readonly variantId?: string }[]) =>
    events.map(({ variantId }) => variantId);
  expect(namesOf(await readEvents(early.pool, '0-0', 100))).toEqual([
    'first',
    'second',
    'third',
    'fourth',
    'fifth',
  ]);
  // What a viewer of the early version held.
  expect(namesOf(await readEvents(early.pool, '40000001-1', 100))).toEqual(['third', 'fourth', 'fifth']);
  expect(namesOf((await readNewestEvents(early.pool, 3)).events)).toEqual(['third', 'fourth', 'fifth']);
  await early.close();
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
