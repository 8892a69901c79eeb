import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Account, runnable } from './account';
import type { PostgresBinaries } from './binaries';

const run = promisify(execFile);

/** The ordinary database user that owns Cull's database in an embedded server, and nothing else. */
export const OWNER = 'cull';

/** The user of web and workers, which owns nothing. */
export const APP = 'cull_app';

/** The users of an embedded server, and their passwords. */
export interface Users {
  /** Makes the others. In servers that early versions made it is the owner. */
  readonly superuser: string;
  readonly superuserPassword: string;
  /** The owner's. */
  readonly password: string;
  readonly appPassword: string;
}

const SUPERUSER = 'postgres';
const passwordFile = (dataDir: string, user = OWNER): string => join(dataDir, `${user}.password`);

async function readUsers(dataDir: string): Promise<Users> {
  const read = async (user: string) => (await readFile(passwordFile(dataDir, user), 'utf8')).trim();
  const superuser = existsSync(passwordFile(dataDir, SUPERUSER)) ? SUPERUSER : OWNER;
  // Early versions had none.
  if (!existsSync(passwordFile(dataDir, APP))) await keepPassword(dataDir, APP, newPassword());
  return {
    superuser,
    superuserPassword: await read(superuser),
    password: await read(OWNER),
    appPassword: await read(APP),
  };
}

async function keepPassword(dataDir: string, user: string, password: string): Promise<void> {
  await writeFile(passwordFile(dataDir, user), password, { mode: 0o600 });
}

/**
 * Prepares a data directory: uses the one that is there, or creates it.
 * @param dataDir Absolute path.
 * @param account The account that will own it; undefined keeps the present one.
 * @throws With initdb's words when it fails, or when the directory holds something else.
 */
export async function prepareDataDirectory(
  dataDir: string,
  { initdb, major }: PostgresBinaries,
  account: Account | undefined,
): Promise<Users> {
  if (existsSync(passwordFile(dataDir))) return readUsers(dataDir);
  if (existsSync(dataDir) && (await readdir(dataDir)).length > 0) {
    throw new Error(`${dataDir} holds files that Cull did not create: name another data directory`);
  }
  // Made next to and then renamed: a start that was cut short leaves nothing that looks finished.
  const unfinished = `${dataDir}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const superuserPassword = newPassword();
  await initialize(unfinished, superuserPassword, { initdb, major }, account);
  await keepPassword(unfinished, OWNER, newPassword());
  await keepPassword(unfinished, SUPERUSER, superuserPassword);
  await rm(dataDir, { recursive: true, force: true });
  await rename(unfinished, dataDir);
  return readUsers(dataDir);
}

const newPassword = (): string => randomBytes(24).toString('base64url');

async function initialize(
  folder: string,
  password: string,
  { initdb, major }: Pick<PostgresBinaries, 'initdb' | 'major'>,
  account: Account | undefined,
) {
  const handOver = `${folder}.password`;
  try {
    await writeFile(handOver, password, { mode: 0o600 });
    if (account) await Promise.all([folder, handOver].map((path) => chown(path, account.uid, account.gid)));
    const plain = { command: initdb, args: initdbArguments(folder, handOver, major), account };
    const { command, args, account: runAs } = await runnable(plain, [initdb, handOver]);
    await run(command, [...args], { ...runAs, env: { LC_ALL: 'C', PATH: process.env['PATH'] }, cwd: folder });
  } finally {
    await rm(handOver, { force: true });
  }
}

function initdbArguments(dataDir: string, pwfile: string, major: number): string[] {
  return [
    `--pgdata=${dataDir}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${pwfile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Sorting that does not depend on the machine's own locales.
    '--locale=C',
    ...(major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []),
    // The server's own checkpoint writes everything once more before it is used.
    '--no-sync',
  ];
}
