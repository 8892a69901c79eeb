import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A system account that may run PostgreSQL. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
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
  throw new Error('PostgreSQL refuses to run as root and no account "postgres" or "nobody" exists: run as a user');
}

async function lookUp(name: string): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map(async (flag) => (await run('id', [flag, name])).stdout));
    return { uid: Number(uid), gid: Number(gid) };
  } catch {
    return undefined;
  }
}

async function create(name: string): Promise<Account | undefined> {
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', name]);
  } catch {
    // Two starts at once: the other one may have created it.
  }
  return lookUp(name);
}
