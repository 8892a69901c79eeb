import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createGateway, startPostgres, startStandby } from '@cull/servers';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { aScenario, playFault } from '../test/scenario';
import { openSource, type Source } from '../test/source';

const run = promisify(execFile);
/** How long a fault lasts that somebody ends. */
const LASTS_MS = 10_000;

let source: Source;
beforeAll(async () => {
  source = await openSource();
});
afterAll(() => source.close());

async function connectTo(url: string, { onTestFinished }: TestContext): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A server that is ended for the test's sake breaks it off.
  client.on('error', () => {});
  await client.connect();
  onTestFinished(() => client.end().catch(() => {}));
  return client;
}

/** A folder of a server's own, which is gone after the test. */
async function aFolder({ onTestFinished }: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cull-faults-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await run('chmod', ['711', folder]);
  return folder;
}

/** Only root can give a server a small disk of its own. */
const mayMount = process.getuid?.() === 0 && process.platform === 'linux' && (await canMount());

describe('PostgreSQL', () => {
  it('gives nobody a connection for a while', async (context) => {
    const scenario = await aScenario(context, source);
    const keeper = await connectTo(scenario.databaseUrl, context);
    const { rows } = await keeper.query<{ name: string }>('SELECT quote_ident(current_database()) AS name');
    const limit = (connections: number) =>
      keeper.query(`ALTER DATABASE ${rows[0]?.name} CONNECTION LIMIT ${connections}`);
    const workers = [await scenario.worker()];
    await playFault(scenario, 'PostgreSQL gives nobody a connection for 10 s', workers, async () => {
      await limit(0);
      await keeper.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      );
      await pause(LASTS_MS);
      await limit(-1);
    });
  });

  it('has a transaction of somebody else open all the time, which has written and reads all tables', async (context) => {
    const scenario = await aScenario(context, source);
    const other = await connectTo(scenario.databaseUrl, context);
    const workers = [await scenario.worker(), await scenario.worker()];
    await playFault(scenario, 'somebody else’s transaction is open for 20 s', workers, async () => {
      await other.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
      await other.query('SET LOCAL idle_in_transaction_session_timeout = 0');
      // With a transaction id: nothing that comes after it is seen by who waits for all before it to end.
      await other.query('CREATE TABLE of_somebody_else (id int)');
      await other.query(
        `SELECT (SELECT count(*) FROM variant_monitoring), (SELECT count(*) FROM events), (SELECT count(*) FROM decisions)`,
      );
      await pause(2 * LASTS_MS);
      await other.query('ROLLBACK');
    });
  });

  it.skipIf(!mayMount)('has a full disk, and then space again', async (context) => {
    const disk = join(await aFolder(context), 'disk');
    await mkdir(disk);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=640m,mode=711', 'tmpfs', disk]);
    context.onTestFinished(async () => void (await run('umount', [disk])));
    const dataDir = join(disk, 'data');
    let server = await startPostgres({ dataDir });
    context.onTestFinished(() => server.close());
    const scenario = await aScenario(context, source, { databaseUrl: server.url });
    const workers = [await scenario.worker()];
    await playFault(
      scenario,
      'the disk of PostgreSQL is full, until somebody makes room',
      workers,
      async () => {
        const filler = join(disk, 'filler');
        await fill(disk, filler);
        const ended = await Promise.race([server.exited, pause(LASTS_MS, 'lives' as const)]);
        await rm(filler);
        // Without room for its log it ends itself; its supervisor starts it again once there is room.
        if (ended === 'lives') return;
        server = await startPostgres({ dataDir, port: Number(new URL(server.url).port) });
      },
    );
  });

  it('fails over to a physical standby, while the old primary keeps its connections and turns read-only', async (context) => {
    const folder = await aFolder(context);
    const primaryDir = join(folder, 'primary');
    const primary = await startPostgres({ dataDir: primaryDir });
    context.onTestFinished(() => primary.close());
    const gateway = await createGateway(primary.url);
    await gateway.open();
    context.onTestFinished(() => gateway.close());
    const scenario = await aScenario(context, source, {
      databaseUrl: gateway.url,
    });
    const old = await connectTo(primary.url, context);
    const standby = await startStandby({
      primaryDir,
      primaryUrl: primary.url,
      dataDir: join(folder, 'standby'),
    });
    context.onTestFinished(() => standby.close());
    const workers = [await scenario.worker()];
    await playFault(
      scenario,
      'PostgreSQL fails over to a standby, the old primary turns read-only',
      workers,
      async () => {
        await standby.takeOver();
        gateway.leadTo(standby.url);
        // What this test asks from now on, the new primary answers.
        await old.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'cull-recovery-test'`,
        );
      },
    );
    const promoted = await connectTo(standby.url, context);
    const { rows } = await promoted.query('SELECT pg_is_in_recovery() AS "isStandby"');
    expect(rows).toEqual([{ isStandby: false }]);
  });
});

async function canMount(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'cull-mount-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    await run('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Fills all that is left of a disk. */
async function fill(disk: string, path: string): Promise<void> {
  const file = await open(path, 'w');
  const block = Buffer.alloc(1 << 20);
  try {
    for (let left = 1; left > 0; ) {
      const { bavail, bsize } = await statfs(disk);
      left = bavail * bsize;
      if (left > 0) await file.write(block, 0, Math.min(block.length, left));
    }
  } catch (error) {
    // The server took the last of it meanwhile.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  } finally {
    await file.close();
  }
}
