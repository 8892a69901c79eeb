import { execFile } from 'node:child_process';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { runnable, serverAccount } from './account';
import { postgresBinaries } from './binaries';
import { prepareDataDirectory } from './data-directory';
import { runGuarded } from './guarded';
import { freePort } from './ports';
import { serverOptions } from './settings';

const run = promisify(execFile);
const READY = 'ready to accept read-only connections';
const CATCH_UP_WITHIN_MS = 20_000;
/** Of the primary alone: its process, and the log that the standby streams. */
const NOT_COPIED = ['postmaster.pid', 'postmaster.opts', 'cull.guard', 'pg_wal', 'pg_replslot'];

/** A PostgreSQL that repeats what its primary does, for tests of failover. */
export interface Standby {
  /** As the primary's, on its own port. */
  readonly url: string;
  /** Turns the primary read-only, which keeps its connections, waits for the last of its log, and takes over. */
  takeOver(): Promise<void>;
  /** Ends the server; safe to call twice. */
  close(): Promise<void>;
}

/**
 * Starts a physical standby of an embedded PostgreSQL that runs, from a base backup.
 * @param options.primaryUrl Of any of its databases.
 * @param options.dataDir Must not exist.
 * @throws When it does not start.
 */
export async function startStandby(options: {
  readonly primaryDir: string;
  readonly primaryUrl: string;
  readonly dataDir: string;
}): Promise<Standby> {
  const { primaryDir, primaryUrl, dataDir } = options;
  const account = await serverAccount();
  const binaries = await postgresBinaries();
  const { superuser, superuserPassword } = await prepareDataDirectory(primaryDir, binaries, account);
  const asSuperuser = (port: string | number) =>
    `postgresql://${superuser}:${superuserPassword}@127.0.0.1:${port}/postgres`;
  const primaryPort = new URL(primaryUrl).port;

  await connected(asSuperuser(primaryPort), async (primary) => {
    await primary.query(`SELECT pg_backup_start('standby', true)`);
    await run('cp', ['-a', primaryDir, dataDir]);
    const { rows } = await primary.query<{ labelfile: string }>(
      'SELECT labelfile FROM pg_backup_stop(false)',
    );
    for (const name of NOT_COPIED) await rm(join(dataDir, name), { recursive: true, force: true });
    for (const name of ['pg_wal', 'pg_replslot']) await mkdir(join(dataDir, name), { mode: 0o700 });
    await writeFile(join(dataDir, 'backup_label'), rows[0]?.labelfile ?? '');
    await writeFile(join(dataDir, 'standby.signal'), '');
    const conninfo = `host=127.0.0.1 port=${primaryPort} user=${superuser} password=${superuserPassword}`;
    await appendFile(join(dataDir, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
    if (account) await run('chown', ['-R', `${account.uid}:${account.gid}`, dataDir]);
  });

  const port = await freePort();
  const { postgres } = binaries;
  const server = await runnable({ command: postgres, args: ['-D', dataDir], account }, [postgres, dataDir]);
  const lines: string[] = [];
  const guarded = await new Promise<ReturnType<typeof runGuarded> | undefined>((settle) => {
    const started = runGuarded(
      {
        ...server,
        args: [...server.args, ...serverOptions(port, false)],
        cwd: dataDir,
        env: { LC_ALL: 'C', PATH: process.env['PATH'] },
        stopSignal: 'SIGINT',
        killSignal: 'SIGQUIT',
        graceMs: 15_000,
        removeAfter: undefined,
      },
      (line) => {
        lines.push(line);
        if (line.includes(READY)) settle(started);
      },
    );
    void started.exited.then(() => settle(undefined));
  });
  if (guarded === undefined) throw new Error(`the standby did not start:\n${lines.slice(-20).join('\n')}`);
  return {
    url: Object.assign(new URL(primaryUrl), { port: String(port) }).href,
    takeOver: async () => {
      const end = await connected(asSuperuser(primaryPort), turnReadOnly);
      await connected(asSuperuser(port), async (standby) => {
        await untilTrue(standby, 'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS "isTrue"', [end]);
        await standby.query('SELECT pg_promote(true, 30)');
      });
    },
    close: () => guarded.stop(),
  };
}

/** @returns The end of the log, once nobody writes any more. */
async function turnReadOnly(primary: pg.Client): Promise<string> {
  await primary.query('ALTER SYSTEM SET default_transaction_read_only = on');
  await primary.query('SELECT pg_reload_conf()');
  await untilTrue(
    primary,
    `SELECT current_setting('default_transaction_read_only') = 'on' AND NOT EXISTS (
       SELECT FROM pg_stat_activity WHERE backend_xid IS NOT NULL) AS "isTrue"`,
  );
  const { rows } = await primary.query<{ end: string }>('SELECT pg_current_wal_insert_lsn()::text AS "end"');
  return rows[0]?.end ?? '0/0';
}

async function untilTrue(client: pg.Client, question: string, values: readonly unknown[] = []) {
  const givenUpAt = performance.now() + CATCH_UP_WITHIN_MS;
  for (;;) {
    const { rows } = await client.query<{ isTrue: boolean | null }>(question, [...values]);
    if (rows[0]?.isTrue) return;
    if (performance.now() > givenUpAt)
      throw new Error(`not true within ${CATCH_UP_WITHIN_MS} ms: ${question}`);
    await pause(50);
  }
}

async function connected<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
