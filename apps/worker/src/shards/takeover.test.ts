import { type Database, migrate, openDatabase } from '@cull/db';
import { testDatabase } from '@cull/servers/testing';
import { afterAll, beforeAll, describe, expect, it, type TestContext, vi } from 'vitest';
import { postOne, variantIn } from '../../test/postings';
import { spawnWorker, type WorkerProcess } from '../../test/processes';
import { openSource, type Source } from '../../test/source';
import { readSession } from '../../test/world';

const soon = { timeout: 60_000, interval: 50 };

let source: Source;
beforeAll(async () => {
  source = await openSource();
});
afterAll(() => source.close());

/** Two worker processes that share the shards evenly; the second one is what things happen to. */
async function twoWorkers({ onTestFinished }: TestContext) {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-takeover-test',
    maxConnections: 4,
    onError: () => {},
  });
  onTestFinished(() => db.close());
  const start = async () => {
    const worker = await spawnWorker({ DATABASE_URL: databaseUrl, THREADS_API_URL: source.url });
    onTestFinished(async () => void (await worker.end('SIGKILL')));
    return worker;
  };
  const [first, second] = [await start(), await start()];
  await vi.waitFor(async () => expect(await heldBy(db, first, second)).toEqual([8, 8]), soon);
  return { db, first, second };
}

/** How many shards each of them holds. */
async function heldBy({ pool }: Database, ...workers: readonly WorkerProcess[]): Promise<readonly number[]> {
  const { rows } = await pool.query<{ id: string; held: number }>(
    'SELECT worker_id AS id, count(*) AS held FROM shards WHERE lease_until > clock_timestamp() GROUP BY 1',
  );
  return workers.map(({ workerId }) => rows.find(({ id }) => id === workerId)?.held ?? 0);
}

async function shardsOf({ pool }: Database, { workerId }: WorkerProcess): Promise<readonly number[]> {
  const { rows } = await pool.query<{ shard: number }>(
    'SELECT shard FROM shards WHERE worker_id = $1 ORDER BY shard',
    [workerId],
  );
  return rows.map(({ shard }) => shard);
}

/** A variant that a worker's shard watches. */
async function postIn(db: Database, shards: readonly number[], postId: string) {
  return postOne(db, { postId, variantId: variantIn(shards) });
}

describe.concurrent('two workers', { timeout: 240_000 }, () => {
  it('of two workers one is killed: the other holds everything, and kills what was the dead one’s', async (context) => {
    const { db, first, second } = await twoWorkers(context);
    const postId = await source.publish(1_000, 60);
    const { monitoringId } = await postIn(db, await shardsOf(db, second), postId);
    await second.end('SIGKILL');
    await source.setCounters(postId, 3_000, 61);
    await vi.waitFor(
      async () => expect(await readSession(db, monitoringId)).toMatchObject({ status: 'killed' }),
      soon,
    );
    await vi.waitFor(async () => expect(await heldBy(db, first, second)).toEqual([16, 0]), soon);
  });

  it('of two workers one leaves: it holds nothing any more when it has ended', async (context) => {
    const { db, first, second } = await twoWorkers(context);
    expect(await second.end('SIGTERM')).toBe(0);
    expect((await heldBy(db, second))[0]).toBe(0);
    await vi.waitFor(async () => expect(await heldBy(db, first)).toEqual([16]), soon);
    expect(await db.prisma.worker.count()).toBe(1);
  });

  it('of two workers one stands still in a transaction: its shards move, and it writes nothing when it wakes up', async (context) => {
    const { db, first, second } = await twoWorkers(context);
    const postId = await source.publish(1_000, 60);
    const shards = await shardsOf(db, second);
    const { monitoringId } = await postIn(db, shards, postId);
    await vi.waitFor(
      async () => expect(await readSession(db, monitoringId)).toMatchObject({ views: 1_000n }),
      soon,
    );
    // Its write waits for this lock, so that it is stopped in the middle of its transaction.
    const gate = await db.pool.connect();
    await gate.query('BEGIN');
    await gate.query('SELECT FROM variant_monitoring WHERE id = $1 FOR UPDATE', [monitoringId]);
    await source.setCounters(postId, 2_000, 120);
    await vi.waitFor(async () => {
      const { rowCount } = await db.pool.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rowCount).toBeGreaterThan(0);
    }, soon);
    second.signal('SIGSTOP');
    await gate.query('ROLLBACK');
    gate.release();
    await source.setCounters(postId, 3_000, 180);
    await vi.waitFor(async () => expect(await heldBy(db, first, second)).toEqual([16, 0]), soon);
    await vi.waitFor(
      async () => expect(await readSession(db, monitoringId)).toMatchObject({ views: 3_000n }),
      soon,
    );
    second.signal('SIGCONT');
    await vi.waitFor(async () => expect(await heldBy(db, first, second)).toEqual([8, 8]), soon);
    const { rows } = await db.pool.query<{ views: number }>(
      'SELECT views FROM metric_snapshots WHERE monitoring_id = $1 ORDER BY observed_at',
      [monitoringId],
    );
    expect(rows.map(({ views }) => views)).toEqual([1_000, 3_000]);
  });
});
