import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const STOP_DEADLINE_MS = 20_000;

const guardFile = (dataDir: string): string => join(dataDir, 'cull.guard');

/** Where the guard's process id is kept, so that the next start can tell an orphan from a server in use. */
export const guardFilePath = guardFile;

/**
 * Clears what an earlier run left behind: a stale `postmaster.pid`, or a server whose owner is gone.
 * @param dataDir Absolute path of the data directory.
 * @throws When the directory is in use by a run that is alive, or the left-over server does not end in 20 s.
 */
export async function clearLeftOver(dataDir: string): Promise<void> {
  const lockFile = join(dataDir, 'postmaster.pid');
  const pid = await readPid(lockFile);
  if (pid === undefined) return;
  if (!isAlive(pid) || !(await isPostgres(pid))) {
    // After a reboot an unrelated program may carry the number, and PostgreSQL would refuse to start.
    await rm(lockFile, { force: true });
    return;
  }
  const guard = await readPid(guardFile(dataDir));
  if (guard !== undefined && isAlive(guard)) {
    throw new Error(
      `${dataDir} is in use by another Cull that runs now (process ${guard}): stop that one first`,
    );
  }
  process.kill(pid, 'SIGINT');
  const deadline = performance.now() + STOP_DEADLINE_MS;
  while (isAlive(pid)) {
    if (performance.now() > deadline)
      throw new Error(`the PostgreSQL left over in ${dataDir} (process ${pid}) does not end`);
    await pause(50);
  }
}

async function readPid(file: string): Promise<number | undefined> {
  if (!existsSync(file)) return undefined;
  const pid = Number.parseInt(await readFile(file, 'utf8'), 10);
  return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, but there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function isPostgres(pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    return (await readFile(`/proc/${pid}/comm`, 'utf8')).trim() === 'postgres';
  } catch {
    return false;
  }
}
