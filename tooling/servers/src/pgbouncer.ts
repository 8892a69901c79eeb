import { chmod, chown, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverAccount } from './account';
import { runGuarded } from './guarded';
import { freePort } from './ports';
import { findProgram } from './programs';

/** A PgBouncer in transaction mode that this process owns. */
export interface PgBouncer {
  /** The address of a database of its server, through the pooler. */
  urlOf(databaseUrl: string): string;
  /** Ends it; safe to call twice. */
  close(): Promise<void>;
}

/** Looks for `pgbouncer`; null where there is none. */
export const findPgBouncer = (): Promise<string | null> => findProgram('pgbouncer');

/**
 * Starts PgBouncer in transaction mode before a server, with four connections to it for each database.
 * @param serverUrl Address of any database on the server.
 * @returns Null where no `pgbouncer` can be found.
 * @throws With its log when it does not start.
 */
export async function startPgBouncer(serverUrl: string): Promise<PgBouncer | null> {
  const command = await findPgBouncer();
  if (command === null) return null;
  const { hostname, port: serverPort, username, password } = new URL(serverUrl);
  const port = await freePort();
  const account = await serverAccount();
  const cwd = await mkdtemp(join(tmpdir(), 'cull-pgbouncer-'));
  await chmod(cwd, 0o700);
  const settings = join(cwd, 'pgbouncer.ini');
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${serverPort} user=${username} password=${password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
`,
  );
  if (account) await Promise.all([cwd, settings].map((path) => chown(path, account.uid, account.gid)));
  const lines: string[] = [];
  const isUp = await new Promise<ReturnType<typeof runGuarded> | undefined>((settle) => {
    const pooler = runGuarded(
      {
        command,
        args: [settings],
        cwd,
        env: { PATH: process.env['PATH'] },
        account,
        stopSignal: 'SIGTERM',
        killSignal: 'SIGKILL',
        graceMs: 5_000,
        removeAfter: cwd,
      },
      (line) => {
        lines.push(line);
        if (line.includes('process up')) settle(pooler);
      },
    );
    void pooler.exited.then(() => settle(undefined));
  });
  if (!isUp) throw new Error(`pgbouncer did not start:\n${lines.slice(-20).join('\n')}`);
  return {
    urlOf: (databaseUrl) => {
      const url = new URL(databaseUrl);
      url.port = String(port);
      return url.href;
    },
    close: () => isUp.stop(),
  };
}
