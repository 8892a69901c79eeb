import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './account';

const run = promisify(execFile);

/** The database user that owns everything in an embedded server. */
export const OWNER = 'cull';

const passwordFile = (dataDir: string): string => join(dataDir, 'cull.password');

/**
 * Prepares a data directory: creates it where there is none, and clears away one that was left half made.
 * @param dataDir Absolute path.
 * @param initdb Path of PostgreSQL's initdb.
 * @param account The account that will own it; undefined keeps the present one.
 * @returns The password of {@link OWNER}.
 * @throws With initdb's words when it fails.
 */
export async function prepareDataDirectory(
  dataDir: string,
  initdb: string,
  account: Account | undefined,
): Promise<string> {
  // Written last, so that its presence says that everything before it was finished.
  if (existsSync(passwordFile(dataDir))) return (await readFile(passwordFile(dataDir), 'utf8')).trim();
  if (existsSync(join(dataDir, 'PG_VERSION')) && existsSync(join(dataDir, 'postmaster.opts'))) {
    throw new Error(`${dataDir} holds a PostgreSQL that Cull did not create: name another data directory`);
  }
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  const handOver = join(dirname(dataDir), `.initdb-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(handOver, password, { mode: 0o600 });
    if (account) await Promise.all([dataDir, handOver].map((path) => chown(path, account.uid, account.gid)));
    await run(initdb, initdbArguments(dataDir, handOver), { ...account, env: { LC_ALL: 'C' }, cwd: dataDir });
  } finally {
    await rm(handOver, { force: true });
  }
  await writeFile(passwordFile(dataDir), password, { mode: 0o600 });
  return password;
}

function initdbArguments(dataDir: string, pwfile: string): string[] {
  return [
    `--pgdata=${dataDir}`,
    `--username=${OWNER}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting that does not depend on the machine's own locales.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    // The server's own checkpoint writes everything once more before it is used.
    '--no-sync',
  ];
}
