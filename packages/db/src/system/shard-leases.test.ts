import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { aPosting, openTestDatabase, postOne, TOKEN } from '../../test/fixtures';
import { type Database, inTransaction } from './database';
import { joinWorkers, type LeaseRound, leaseShards } from './shard-leases';
import { assertHolder, ShardLostError, type ShardToken } from './shard-tokens';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
beforeEach(() =>
  db.pool.query('DELETE FROM workers; UPDATE shards SET epoch = 0, lease_until = to_timestamp(0)'),
);
afterAll(() => db.close());

const LEASE_MS = 60_000;

function round(workerId: string, values: Partial<LeaseRound> = {}) {
  const nothing = { isLeaving: false, renew: [], giveBack: [], claim: 0 };
  return leaseShards(db.pool, { workerId, leaseMs: LEASE_MS, ...nothing, ...values });
}

const asHeld = (tokens: readonly ShardToken[]) => tokens.map((token) => ({ ...token, tickedAgoMs: 40 }));

describe('leases', () => {
  it('are taken where shards are free, and renewed by their epoch', async () => {
    const { held, others, shardCount } = await round('one', { claim: 10 });
    expect(held).toEqual(Array.from({ length: 10 }, (_, shard) => ({ shard, epoch: 1 })));
    expect({ others, shardCount }).toEqual({ others: [], shardCount: 16 });
    expect((await round('one', { renew: asHeld(held), claim: 10 })).held).toHaveLength(16);
    expect(await round('two', { claim: 10 })).toMatchObject({
      held: [],
      others: [{ workerId: 'one', held: 16 }],
    });
  });

  it('are shared by workers that ask at the same time, each shard by one', async () => {
    const views = await Promise.all(['one', 'two', 'three'].map((id) => round(id, { claim: 16 })));
    const held = views.flatMap((view) => view.held.map(({ shard }) => shard));
    expect(held.sort((a, b) => a - b)).toEqual(Array.from({ length: 16 }, (_, shard) => shard));
  });

  it('move when they are given back, with a new epoch', async () => {
    const { held } = await round('one', { claim: 16 });
    const [first, ...rest] = held;
    if (first === undefined) throw new Error('nothing was taken');
    expect((await round('one', { renew: asHeld(rest), giveBack: [first] })).held).toHaveLength(15);
    expect((await round('two', { claim: 1 })).held).toEqual([{ shard: first.shard, epoch: 2 }]);
  });

  it('that ran out are renewed while nobody else has the shard, and lost once somebody has', async () => {
    const { held } = await round('one', { claim: 2, leaseMs: 0 });
    expect((await round('one', { renew: asHeld(held), leaseMs: 0 })).held).toEqual(held);
    expect((await round('two', { claim: 1 })).held).toEqual([{ shard: 0, epoch: 2 }]);
    expect((await round('one', { renew: asHeld(held) })).held).toEqual([{ shard: 1, epoch: 1 }]);
  });

  it('say when a shard was ticked, by the clock of the database', async () => {
    const { held } = await round('one', { claim: 1 });
    await round('one', { renew: asHeld(held) });
    const { rows } = await db.pool.query(
      `SELECT extract(epoch FROM clock_timestamp() - ticked_at)::float8 AS ago FROM shards WHERE shard = 0`,
    );
    expect(rows[0].ago).toBeGreaterThanOrEqual(0.04);
    expect(rows[0].ago).toBeLessThan(30);
  });

  it('of a worker that leaves are kept until it gives them back, and it takes no part any more', async () => {
    const { held } = await round('one', { claim: 16 });
    await round('one', { renew: asHeld(held), isLeaving: true });
    expect(await round('two', { claim: 16 })).toMatchObject({ held: [], others: [] });
    await round('one', { giveBack: held, isLeaving: true });
    expect((await round('two', { claim: 16 })).held).toHaveLength(16);
  });
});

describe('a holder’s write', () => {
  it('counts while it holds the shard, even where its lease ran out', async () => {
    const { held } = await round('one', { claim: 1, leaseMs: 0 });
    const [token] = held;
    if (token === undefined) throw new Error('nothing was taken');
    await inTransaction(db.pool, (client) => assertHolder(client, token));
    await round('two', { claim: 1 });
    const late = inTransaction(db.pool, (client) => assertHolder(client, token));
    await expect(late).rejects.toThrow(ShardLostError);
    await expect(late).rejects.toThrow('shard 0 has another holder since epoch 1');
  });

  it('keeps others from taking the shard until it is done, and its own lease is renewed meanwhile', async () => {
    const { held } = await round('one', { claim: 16, leaseMs: 0 });
    const [token] = held;
    if (token === undefined) throw new Error('nothing was taken');
    await inTransaction(db.pool, async (client) => {
      await assertHolder(client, token);
      expect((await round('one', { renew: asHeld(held), leaseMs: 0 })).held).toHaveLength(16);
      expect((await round('two', { claim: 16 })).held).toHaveLength(15);
    });
    expect((await round('two', { claim: 16 })).held).toEqual([{ shard: 0, epoch: 2 }]);
  });
});

describe('a worker that joins', () => {
  const join = (workerId: string, shardCount = 16) =>
    joinWorkers(db.pool, { workerId, leaseMs: LEASE_MS, shardCount });

  it('is refused where one of its id runs already', async () => {
    await join('one');
    await expect(join('one')).rejects.toThrow(
      'a worker with the id one is running already, each needs an id of its own',
    );
    await round('one', { isLeaving: true });
    await join('one');
  });

  it('of a version before the leases can take no shard', async () => {
    const claim = db.pool.query(
      `WITH before AS MATERIALIZED (SELECT worker_id FROM shards WHERE shard = $1 FOR UPDATE)
       INSERT INTO shards (shard, worker_id, ticked_at)
       SELECT $1::smallint, $2::text, $3::timestamptz FROM (SELECT count(*) FROM before) AS read
       ON CONFLICT (shard) DO UPDATE SET worker_id = excluded.worker_id, ticked_at = excluded.ticked_at
       RETURNING (SELECT worker_id FROM before) AS previous`,
      [TOKEN.shard, 'old-one', new Date().toISOString()],
    );
    await expect(claim).rejects.toThrow(
      'shard 3 is leased: worker old-one belongs to an earlier version of Cull and has to be stopped',
    );
  });

  it('is refused where the database was made for another number of shards', async () => {
    await expect(join('one', 8)).rejects.toThrow(/has shards 0, 1, .*, 15, and .*, which needs 0 to 7:/);
    await postOne(db, aPosting({ shard: 20 }));
    await expect(join('one')).rejects.toThrow(
      'and 1 live variants beyond those of this version, which needs 0 to 15:',
    );
  });
});
