import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, runnable } from './account';

const run = promisify(execFile);

/** The database user that owns everything in an embedded server. */
export const OWNER = 'cull';

const passwordFile = (dataDir: string): string => join(dataDir, 'cull.password');

/**
 * Prepares a data directory: uses the one that is there, or creates it.
 * @param dataDir Absolute path.
 * @param initdb Path of PostgreSQL's initdb.
 * @param account The account that will own it; undefined keeps the present one.
 * @returns The password of {@link OWNER}.
 * @throws With initdb's words when it fails, or when the directory holds something else.
 */
export async function prepareDataDirectory(
  dataDir: string,
  initdb: string,
  account: Account | undefined,
): Promise<string> {
  if (existsSync(passwordFile(dataDir))) return (await readFile(passwordFile(dataDir), 'utf8')).trim();
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0) {
    throw new Error(`${dataDir} holds files that Cull did not create: name another data directory`);
  }
  // Made beside and then renamed: a start that was cut short leaves nothing that looks finished.
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const password = randomBytes(24).toString('base64url');
  await initialise(unfinished, password, initdb, account);
  await writeFile(passwordFile(unfinished), password, { mode: 0o600 });
  await rm(dataDir, { recursive: true, force: true });
  await rename(unfinished, dataDir);
  return password;
}

async function initialise(folder: string, password: string, initdb: string, account: Account | undefined) {
  const handOver = `${folder}.password`;
  try {
    await writeFile(handOver, password, { mode: 0o600 });
    if (account) await Promise.all([folder, handOver].map((path) => chown(path, account.uid, account.gid)));
    const plain = { command: initdb, args: initdbArguments(folder, handOver), account };
    const { command, args, account: runAs } = await runnable(plain, [initdb, handOver]);
    await run(command, [...args], { ...runAs, env: { LC_ALL: 'C', PATH: process.env['PATH'] }, cwd: folder });
  } finally {
    await rm(handOver, { force: true });
  }
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
