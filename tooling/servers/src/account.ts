import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A system account that may run PostgreSQL. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** A program with its arguments, and the account to change to; undefined keeps the present one. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly account: Account | undefined;
}

/**
 * Makes a program run under an account, even where a closed folder such as /root lies above the files it needs.
 * @param plain What to run, and as whom.
 * @param paths Absolute paths that the program must reach.
 * @returns The command itself, or the same through `setpriv` with leave to pass (not to write) closed folders.
 */
export async function runnable(plain: Command, paths: readonly string[]): Promise<Command> {
  const { account, command, args } = plain;
  if (account === undefined) return plain;
  const open = await Promise.all(paths.map((path) => isReachable(path, account)));
  if (open.every(Boolean)) return plain;
  const as = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  // access(2), which PostgreSQL asks about its own files, forgets the leave unless that bit is set.
  const leave = [
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--securebits=+no_setuid_fixup',
  ];
  return { command: 'setpriv', args: [...as, ...leave, command, ...args], account: undefined };
}

async function isReachable(path: string, { uid, gid }: Account): Promise<boolean> {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid: owner, gid: group } = await stat(folder);
    const passBit = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & passBit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/**
 * The account to run PostgreSQL under, which refuses to run as root: none when we are an ordinary user, otherwise
 * `postgres`, created when missing, and `nobody` where accounts cannot be created.
 * @throws When root has no account that could be used.
 */
export async function serverAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const found = (await lookUp('postgres')) ?? (await create('postgres')) ?? (await lookUp('nobody'));
  if (found) return found;
  throw new Error(
    'PostgreSQL refuses to run as root and no account "postgres" or "nobody" exists: run as a user',
  );
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => (await run('id', [flag, name])).stdout),
    );
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

async function create(name: string): Promise<Account | undefined> {
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      name,
    ]);
  } catch {
    // Two starts at once: the other one may have created it.
  }
  return lookUp(name);
}
