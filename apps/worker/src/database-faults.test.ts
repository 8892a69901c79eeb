import { createGateway, findPgBouncer, freePort, type Gateway, startPgBouncer } from '@cull/servers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createWorld, readSession, type World } from '../test/world';
import type { RunningWorker } from './runtime';

const soon = { timeout: 60_000, interval: 50 };
const OFTEN = { maxCheckIntervalSeconds: 1 };

let gateway: Gateway;
let world: World;
beforeAll(async () => {
  world = await createWorld(async (databaseUrl) => {
    gateway = await createGateway(databaseUrl);
    await gateway.open();
    return { DATABASE_URL: gateway.url };
  }, OFTEN);
});
afterAll(async () => {
  await world.close();
  await gateway.close();
});

/** Posts a healthy variant, lets it go bad, and waits for its kill. */
async function isKilled({ publish, post, setCounters, db }: World): Promise<void> {
  const postId = await publish(1_000, 60);
  const { monitoringId } = await post({ postId, startedAt: Date.now(), deadlineAt: Date.now() + 600_000 });
  await vi.waitFor(
    async () => expect(await readSession(db, monitoringId)).toMatchObject({ views: 1_000n }),
    soon,
  );
  await setCounters(postId, 3_000, 61);
  await vi.waitFor(
    async () => expect(await readSession(db, monitoringId)).toMatchObject({ status: 'killed' }),
    soon,
  );
}

const ask = async (path: string, url = world.workerUrl) => {
  const response = await fetch(`${url}/${path}`);
  return { status: response.status, body: await response.json() };
};

it('while a dump holds its locks and partitions are due, a worker kills, and another one starts and takes part', async () => {
  const { db, startWorker } = world;
  const due = async () => {
    const { rows } = await db.pool.query<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits
       WHERE inhparent = 'metric_snapshots'::regclass AND inhrelid <> 'metric_snapshots_default'::regclass`,
    );
    return rows.map(({ name }) => name);
  };
  await vi.waitFor(async () => expect(await due()).toHaveLength(5), soon);
  // As on a day that nobody prepared, with one more that is past its retention.
  for (const name of await due()) await db.pool.query(`DROP TABLE ${name}`);
  await db.pool.query(
    `CREATE TABLE metric_snapshots_20200101 PARTITION OF metric_snapshots FOR VALUES FROM ('2020-01-01') TO ('2020-01-02')`,
  );
  const dump = await db.pool.connect();
  await dump.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0');
  await dump.query(
    `DO $$ DECLARE name text; BEGIN
       FOR name IN SELECT oid::regclass FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace LOOP
         EXECUTE format('LOCK TABLE ONLY %s IN ACCESS SHARE MODE', name);
       END LOOP;
     END $$`,
  );
  const second = await startWorker();
  await isKilled(world);
  expect(await due()).toEqual(['metric_snapshots_20200101']);
  await dump.query('COMMIT');
  dump.release();
  await second.close();
  const third = await startWorker();
  await vi.waitFor(async () => expect(await due()).not.toContain('metric_snapshots_20200101'), soon);
  expect(await due()).toHaveLength(5);
  await third.close();
});

it('a worker whose database is away stays alive and says that it is not ready, and goes on when it is back', async () => {
  expect(await ask('readyz')).toMatchObject({ status: 200, body: { ready: true } });
  await gateway.close();
  await vi.waitFor(async () => expect(await ask('readyz')).toMatchObject({ status: 503 }), soon);
  expect(await ask('healthz')).toEqual({ status: 200, body: { alive: true } });
  expect(JSON.stringify((await ask('readyz')).body)).not.toMatch(/ECONN|127\.0\.0\.1|:\d{5}/);
  await gateway.open();
  await vi.waitFor(async () => expect(await ask('readyz')).toMatchObject({ status: 200 }), soon);
  await isKilled(world);
});

it('a source that refuses its token is reported, and the worker stays ready', async () => {
  const postId = await world.publish(1_000, 60);
  await world.post({ postId, startedAt: Date.now(), deadlineAt: Date.now() + 600_000 });
  await world.setFault({ kind: 'token_expired' });
  await vi.waitFor(
    async () =>
      expect(await ask('readyz')).toMatchObject({
        status: 200,
        body: { ready: true, sources: [{ accountId: 'default', state: 'token_invalid' }] },
      }),
    soon,
  );
  await world.setFault(null);
});

it('a worker that starts before its database waits, alive and not ready', async () => {
  await gateway.close();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const starting: Promise<RunningWorker> = world.startWorker(undefined, port);
  await vi.waitFor(async () => expect(await ask('healthz', url)).toMatchObject({ status: 200 }), soon);
  expect(await ask('readyz', url)).toMatchObject({
    status: 503,
    body: { ready: false, checks: [{ name: 'database', ok: false, detail: 'is waited for' }] },
  });
  await gateway.open();
  const worker = await starting;
  expect(await ask('readyz', url)).toMatchObject({ status: 200 });
  await worker.close();
});

describe.skipIf((await findPgBouncer()) === null)('behind PgBouncer in transaction mode', () => {
  it('a worker with DIRECT_DATABASE_URL kills, and without it refuses to start', async () => {
    const pooler = await startPgBouncer(world.databaseUrl);
    if (pooler === null) throw new Error('pgbouncer was found and then not found');
    const pooled = await createWorld(
      (databaseUrl) => ({ DATABASE_URL: pooler.urlOf(databaseUrl), DIRECT_DATABASE_URL: databaseUrl }),
      OFTEN,
    );
    await isKilled(pooled);
    await pooled.close();
    await expect(createWorld((databaseUrl) => ({ DATABASE_URL: pooler.urlOf(databaseUrl) }))).rejects.toThrow(
      'DIRECT_DATABASE_URL',
    );
    await pooler.close();
  });
});
