import { testDatabase } from '@cull/servers/testing';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEnding, aPosting, openTestDatabase, PASSED, postOne } from '../../test/fixtures';
import { play, schedules } from '../../test/interleaved';
import { endSessions } from '../kills/endings';
import { readPolicies } from '../policies/policies';
import { readShard } from '../sessions/live-sessions';
import type { Database } from '../system/database';
import { type ChangeCursor, type ChangingTable, readChanges } from './change-feed';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  await db.pool.query(
    `CREATE TABLE things (id SERIAL PRIMARY KEY, owner INTEGER NOT NULL, version INTEGER NOT NULL DEFAULT 1,
                          changed_xid BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint);
     CREATE INDEX ON things (changed_xid);
     CREATE INDEX ON things (owner, id)`,
  );
});
afterAll(() => db.close());

/** A reader of a shard, and how many rows each of its looks gives. */
function follower(shard: number) {
  let cursor: ChangeCursor | null = null;
  return async (): Promise<readonly string[]> => {
    const changes = await readShard(db.pool, shard, cursor);
    cursor = changes.cursor;
    return [...changes.live.map(({ session }) => session.monitoringId), ...changes.endedIds];
  };
}

describe('while a transaction that writes is open elsewhere', () => {
  it('each read returns what changed since the last one, and no more', async () => {
    const elsewhere = new pg.Client({ connectionString: await testDatabase() });
    await elsewhere.connect();
    await elsewhere.query('CREATE TABLE loads (id INTEGER)');
    const look = follower(1);
    await look();
    await elsewhere.query('BEGIN');
    await elsewhere.query('INSERT INTO loads VALUES (1)');
    for (let round = 0; round < 10; round += 1) {
      const posting = aPosting({ shard: 1 });
      const { monitoringId } = await postOne(db, posting);
      expect(await look()).toEqual([monitoringId]);
      await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED)]);
      expect(await look()).toEqual([monitoringId]);
      expect(await look()).toEqual([]);
    }
    await elsewhere.query('COMMIT');
    await elsewhere.end();
    expect(await look()).toEqual([]);
  });

  it('the query looks into its index and nowhere else', async () => {
    await db.pool.query(
      `INSERT INTO things (owner) SELECT 1 FROM generate_series(1, 20000);
       ANALYZE things`,
    );
    const { cursor } = await readChanges(db.pool, THINGS, null);
    const plans: string[] = [];
    const explaining: Pick<pg.Pool, 'query'> = Object.create(db.pool, {
      query: {
        value: async (text: string, values: unknown[]) => {
          const plan = await db.pool.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
          plans.push(plan.rows.map((row) => row['QUERY PLAN']).join('\n'));
          return db.pool.query(text, values);
        },
      },
    });
    await readChanges(explaining, THINGS, cursor);
    expect(plans.join('\n')).not.toContain('Seq Scan');
    expect(plans.join('\n').match(/Index Cond: .*changed_xid/g)).toHaveLength(2);
  });
});

const THINGS: ChangingTable = {
  table: 'things',
  columns: 'id, owner, version',
  part: 'true',
  values: [],
  whole: 'true',
};

interface Thing {
  readonly id: number;
  readonly owner: number;
  readonly version: number;
}

it('a change that commits late is seen once', async () => {
  const look = follower(3);
  await look();
  const slow = await db.pool.connect();
  await slow.query('BEGIN');
  await slow.query(`INSERT INTO variants (id, persona_id) VALUES ('late', 'p')`);
  const { rows } = await slow.query<{ id: string }>(
    `INSERT INTO variant_monitoring (id, variant_id, persona_id, post_id, source, shard, expected_engagement_rate, started_at, deadline_at)
     VALUES (gen_random_uuid(), 'late', 'p', 'late', 'push', 3, 0.1, now(), now()) RETURNING id`,
  );
  const { monitoringId: quick } = await postOne(db, aPosting({ shard: 3 }));
  expect(await look()).toEqual([quick]);
  expect(await look()).toEqual([]);
  await slow.query('COMMIT');
  slow.release();
  expect(await look()).toEqual(rows.map(({ id }) => id));
  expect(await look()).toEqual([]);
});

it('no change is missed and none comes twice, however transactions overlap', async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      let { cursor } = await readChanges<Thing>(db.pool, THINGS, null);
      const versions: string[] = [];
      const known = new Map<number, number>();
      const read = async () => {
        const changes = await readChanges<Thing>(db.pool, THINGS, cursor);
        cursor = changes.cursor;
        expect(changes.isWhole).toBe(false);
        for (const { id, version } of changes.rows) {
          versions.push(`${id} ${version}`);
          known.set(id, version);
        }
      };
      // Every second write changes what its client wrote before.
      let writes = 0;
      const { rows: before } = await db.pool.query<{ max: number | null }>('SELECT max(id) FROM things');
      const first = before[0]?.max ?? 0;
      const write = (client: pg.PoolClient, owner: number) => {
        writes += 1;
        return writes % 2 === 0
          ? client.query('INSERT INTO things (owner) VALUES ($1)', [owner])
          : client.query(
              `UPDATE things SET version = version + 1, changed_xid = (pg_current_xact_id()::text)::bigint
               WHERE owner = $1 AND id > $2`,
              [owner, first],
            );
      };
      await play(db.pool, schedule, write, read);
      await read();
      const { rows } = await db.pool.query<Thing>('SELECT id, version FROM things WHERE id > $1', [first]);
      expect(known).toEqual(new Map(rows.map(({ id, version }) => [id, version])));
      expect(new Set(versions).size).toBe(versions.length);
    }),
    { numRuns: 40, interruptAfterTimeLimit: 20_000 },
  );
});

describe('after a dump was restored into a server whose transaction ids are far lower', () => {
  const FAR = 40_000_000;

  it('a read returns what changes here, not what came', async () => {
    const posting = aPosting({ shard: 4 });
    const { monitoringId } = await postOne(db, posting);
    await db.pool.query('UPDATE variant_monitoring SET changed_xid = changed_xid + $1', [FAR]);
    const look = follower(4);
    expect(await look()).toEqual([monitoringId]);
    expect(await look()).toEqual([]);
    const { monitoringId: later } = await postOne(db, aPosting({ shard: 4 }));
    expect(await look()).toEqual([later]);
    await endSessions(db.pool, [anEnding(posting, monitoringId, PASSED)]);
    expect(await look()).toEqual([monitoringId]);
    expect(await look()).toEqual([]);
  });

  it('what came is read once more at most, when the ids here pass its own', async () => {
    const { monitoringId } = await postOne(db, aPosting({ shard: 5 }));
    const look = follower(5);
    await look();
    await db.pool.query(
      `UPDATE variant_monitoring SET changed_xid = (pg_current_xact_id()::text)::bigint + 20 WHERE id = $1`,
      [monitoringId],
    );
    const seen: string[] = [];
    for (let round = 0; round < 30; round += 1) {
      seen.push(...(await look()));
      await db.pool.query('SELECT pg_current_xact_id()');
    }
    expect(seen).toEqual([monitoringId]);
  });

  it('a reader that was there before reads all that is active, and knows that it is all', async () => {
    const { monitoringId } = await postOne(db, aPosting({ shard: 6 }));
    const ended = aPosting({ shard: 6 });
    const { monitoringId: endedId } = await postOne(db, ended);
    await endSessions(db.pool, [anEnding(ended, endedId, PASSED)]);
    const ofOtherServer = `${FAR}:${FAR + 2}:${FAR}`;
    const { live, endedIds, isWhole, cursor } = await readShard(db.pool, 6, ofOtherServer);
    expect(live.map(({ session }) => session.monitoringId)).toEqual([monitoringId]);
    expect({ endedIds, isWhole }).toEqual({ endedIds: [], isWhole: true });
    expect(await readShard(db.pool, 6, cursor)).toMatchObject({ live: [], endedIds: [], isWhole: false });
    expect((await readPolicies(db.pool, ofOtherServer)).isWhole).toBe(true);
  });
});
