import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { findRedis, freePort, startPostgres, startRedis } from '@cull/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCampaign } from '../test/campaign';
import type { WorkerProcess } from '../test/processes';
import { aScenario, CAMPAIGN, expectAllWell, IS_LONG, STEP_PATIENCE } from '../test/scenario';
import { openSource, type Source } from '../test/source';

const RESTARTS = IS_LONG ? 8 : 2;

/** Restarts a server again and again while a campaign runs. */
async function again(restart: () => Promise<void>): Promise<void> {
  for (let count = 0; count < RESTARTS; count += 1) {
    await pause((CAMPAIGN.seconds * 1_000) / (RESTARTS + 1));
    await restart();
  }
}

let source: Source;
beforeAll(async () => {
  source = await openSource();
});
afterAll(() => source.close());

describe.concurrent('kill -9 of workers at random moments', { timeout: 240_000 }, () => {
  it('leaves exactly one complete ending for every session, with one worker after another', async (context) => {
    const { db, worker } = await aScenario(context, source);
    let current = await worker();
    const campaign = await startCampaign(db, source, CAMPAIGN);
    while (Date.now() < campaign.overAt) {
      await pause(200 + Math.random() * 2_000);
      await current.end('SIGKILL');
      current = await worker();
    }
    await expectAllWell(db, campaign, 'one worker, killed again and again');
  });

  it('is taken over at once by a second worker', async (context) => {
    const { db, worker } = await aScenario(context, source);
    const workers: WorkerProcess[] = [await worker(), await worker()];
    const campaign = await startCampaign(db, source, CAMPAIGN);
    while (Date.now() < campaign.overAt) {
      await pause(500 + Math.random() * 1_500);
      await workers.shift()?.end('SIGKILL');
      workers.push(await worker());
    }
    await expectAllWell(db, campaign, 'two workers, one killed again and again');
  });
});

/** Where a worker can be made to stand still: inside the transactions and the steps that matter. */
const POINTS = [
  { point: 'recording progress', table: 'metric_snapshots', on: 'INSERT' },
  { point: 'closing a session', table: 'variant_monitoring', on: 'UPDATE OF status' },
  { point: 'leaving the pool', table: 'pool_memberships', on: 'UPDATE' },
  { point: 'writing a decision', table: 'decisions', on: 'INSERT' },
  { point: 'writing kill steps', table: 'kill_steps', on: 'INSERT' },
  { point: 'finishing a kill step', table: 'kill_steps', on: 'UPDATE' },
] as const;
const GATE = 4_711;

/** Everybody who writes to the table waits at this gate until it is opened. */
async function closeGate(databaseUrl: string, table: string, on: string) {
  const keeper = new pg.Client({ connectionString: databaseUrl });
  await keeper.connect();
  await keeper.query(`
    CREATE FUNCTION wait_at_gate() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN PERFORM pg_advisory_xact_lock(${GATE}); RETURN NEW; END';
    CREATE TRIGGER gate BEFORE ${on} ON ${table} FOR EACH ROW EXECUTE FUNCTION wait_at_gate();
    SELECT pg_advisory_lock(${GATE})`);
  return {
    waiting: async () => {
      const { rows } = await keeper.query(
        `SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database AND datname = current_database()
         WHERE locktype = 'advisory' AND objid = ${GATE} AND NOT granted`,
      );
      return rows.length;
    },
    open: async () => {
      await keeper.query(`SELECT pg_advisory_unlock(${GATE})`);
      await keeper.query(`DROP TRIGGER gate ON ${table}`);
      await keeper.end();
    },
  };
}

describe.concurrent('kill -9 of a worker that stands', { timeout: 240_000 }, () => {
  it.for(POINTS)('$point', async ({ point, table, on }, context) => {
    const { db, databaseUrl, worker } = await aScenario(context, source);
    const gate = await closeGate(databaseUrl, table, on);
    const stuck = await worker();
    const campaign = await startCampaign(db, source, { pairs: 2, seconds: 1 });
    await vi.waitFor(async () => expect(await gate.waiting()).toBeGreaterThan(0), STEP_PATIENCE);
    await stuck.end('SIGKILL');
    await gate.open();
    await worker();
    await expectAllWell(db, campaign, `killed while ${point}`);
  });
});

describe.concurrent('PostgreSQL', { timeout: 240_000 }, () => {
  it.for([
    ['restarts', 'SIGINT'],
    ['crashes and restarts', 'SIGQUIT'],
  ] as const)('%s, and every session ends once and completely', async ([what, signal], context) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cull-recovery-'));
    const port = await freePort();
    let server = await startPostgres({ dataDir, port });
    context.onTestFinished(async () => {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    });
    const { db, worker: start } = await aScenario(context, source, { databaseUrl: server.url });
    const worker = await start();
    const campaign = await startCampaign(db, source, CAMPAIGN);
    await again(async () => {
      process.kill(Number((await readFile(join(dataDir, 'postmaster.pid'), 'utf8')).split('\n')[0]), signal);
      await server.exited;
      server = await startPostgres({ dataDir, port });
    });
    await expectAllWell(db, campaign, `PostgreSQL ${what} again and again`);
    expect(await worker.end('SIGTERM')).toBe(0);
  });
});

describe.skipIf((await findRedis()) === null).concurrent('Redis', { timeout: 240_000 }, () => {
  it('restarts empty, and every session ends once and completely', async (context) => {
    const port = await freePort();
    let redis = await startRedis(port);
    context.onTestFinished(async () => redis?.close());
    const { db, worker: start } = await aScenario(context, source, {
      variables: { REDIS_URL: `redis://127.0.0.1:${port}` },
    });
    const worker = await start();
    const campaign = await startCampaign(db, source, CAMPAIGN);
    await again(async () => {
      await redis?.close();
      redis = await startRedis(port);
    });
    await expectAllWell(db, campaign, 'Redis restarts empty again and again');
    expect(await worker.end('SIGTERM')).toBe(0);
  });
});

describe.concurrent('SIGSTOP', { timeout: 240_000 }, () => {
  it('of one of two workers again and again has the other go on, and who wakes up writes nothing', async (context) => {
    const { db, worker } = await aScenario(context, source);
    const workers = [await worker(), await worker()] as const;
    const campaign = await startCampaign(db, source, { pairs: 40, seconds: 25 });
    for (let round = 0; Date.now() < campaign.overAt; round += 1) {
      const stopped = workers[round % 2 === 0 ? 0 : 1];
      await pause(1_000 + Math.random() * 2_000);
      stopped.signal('SIGSTOP');
      // Beyond its lease, so that it wakes up to shards that it has lost.
      await pause(4_000 + Math.random() * 2_000);
      stopped.signal('SIGCONT');
    }
    await expectAllWell(db, campaign, 'one of two workers stopped again and again');
  });
});

describe.concurrent('SIGTERM', { timeout: 240_000 }, () => {
  it('lets a worker finish what is under way, and the next one goes on', async (context) => {
    const { db, worker } = await aScenario(context, source);
    let current = await worker();
    const campaign = await startCampaign(db, source, CAMPAIGN);
    while (Date.now() < campaign.overAt) {
      await pause(500 + Math.random() * 1_500);
      expect(await current.end('SIGTERM')).toBe(0);
      current = await worker();
    }
    await expectAllWell(db, campaign, 'told to stop again and again');
  });
});
