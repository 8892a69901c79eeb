import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runnable, serverAccount } from './account';
import { type PostgresBinaries, postgresBinaries } from './binaries';
import { APP, OWNER, prepareDataDirectory } from './data-directory';
import { ensureOwnedDatabase, letCreateDatabases, type User } from './database';
import { type Guarded, runGuarded } from './guarded';
import { freePort } from './ports';
import { clearLeftOver, guardFilePath } from './postmaster';
import { serverOptions } from './settings';

/** How to start an embedded PostgreSQL. */
export interface PostgresOptions {
  /** Where its data lives; made when missing, used again when there. Not needed when `ephemeral`. */
  readonly dataDir?: string;
  /** TCP port on 127.0.0.1, 1 to 65535; a free one when left out. */
  readonly port?: number;
  /** Receives each line of the server's log. */
  readonly log?: (line: string) => void;
  /** Fast and without any durability, in a temporary directory that `close` removes: for tests. */
  readonly ephemeral?: boolean;
  /** Another version than the newest. */
  readonly binaries?: PostgresBinaries;
}

/** A PostgreSQL server that this process owns. */
export interface PostgresServer {
  /** Address of the database `cull`, with the user that owns it. */
  readonly url: string;
  /** The same with a user that owns nothing. */
  readonly appUrl: string;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<number>;
  /** Ends the server and, when ephemeral, removes its data; safe to call twice. */
  close(): Promise<void>;
}

const DATABASE = 'cull';
const READY = 'database system is ready to accept connections';
const PORT_TAKEN = 'could not bind';
const START_ATTEMPTS = 4;

/**
 * Starts PostgreSQL on 127.0.0.1. The server ends with this process, however this process ends.
 * @throws With the last lines of its log when it does not start.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const ephemeral = options.ephemeral ?? false;
  const parent = ephemeral ? await temporaryParent() : undefined;
  const dataDir = parent ? join(parent, 'data') : resolve(requireDataDir(options.dataDir));
  const account = await serverAccount();
  const binaries = options.binaries ?? (await postgresBinaries());
  const { postgres } = binaries;
  const users = await prepareDataDirectory(dataDir, binaries, account);
  await clearLeftOver(dataDir);

  const server = await runnable({ command: postgres, args: ['-D', dataDir], account }, [postgres, dataDir]);
  const { guarded, port } = await startOnSomePort(options, (candidate, onLine) =>
    runGuarded(
      {
        ...server,
        args: [...server.args, ...serverOptions(candidate, ephemeral)],
        cwd: dataDir,
        env: { LC_ALL: 'C', PATH: process.env['PATH'] },
        // PostgreSQL's "fast" shutdown, and its "immediate" one.
        stopSignal: 'SIGINT',
        killSignal: 'SIGQUIT',
        graceMs: 15_000,
        removeAfter: parent,
      },
      onLine,
    ),
  );
  await writeFile(guardFilePath(dataDir), String(guarded.pid));
  const admin = `postgresql://${users.superuser}:${users.superuserPassword}@127.0.0.1:${port}/postgres`;
  const owner = { name: OWNER, password: users.password };
  const app = { name: APP, password: users.appPassword };
  await ensureOwnedDatabase(admin, DATABASE, owner, app);
  if (ephemeral) await letCreateDatabases(admin, OWNER);
  const addressOf = (user: User) =>
    `postgresql://${user.name}:${user.password}@127.0.0.1:${port}/${DATABASE}`;
  return {
    url: addressOf(owner),
    appUrl: addressOf(app),
    exited: guarded.exited,
    close: () => guarded.stop(),
  };
}

type Start = (port: number, onLine: (line: string) => void) => Guarded;

/** A free port can be taken by somebody else between the asking and the binding: then the next one is tried. */
async function startOnSomePort(
  options: PostgresOptions,
  start: Start,
): Promise<{ guarded: Guarded; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const lines: string[] = [];
    const guarded = await new Promise<Guarded | undefined>((settle) => {
      const server = start(port, (line) => {
        options.log?.(line);
        lines.push(line);
        if (lines.length > 20) lines.shift();
        if (line.includes(READY)) settle(server);
      });
      void server.exited.then(() => settle(undefined));
    });
    if (guarded) return { guarded, port };
    const taken = lines.some((line) => line.includes(PORT_TAKEN));
    if (!taken || options.port !== undefined || attempt >= START_ATTEMPTS) {
      throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`);
    }
  }
}

async function temporaryParent(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'cull-postgres-'));
  // Passable, because the server may run under another account; the data itself stays closed.
  await chmod(parent, 0o711);
  return parent;
}

function requireDataDir(dataDir: string | undefined): string {
  if (dataDir === undefined || dataDir === '')
    throw new Error('dataDir is missing: it needs the path of a directory');
  return dataDir;
}
