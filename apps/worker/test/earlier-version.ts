import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const MIGRATIONS = 'packages/db/prisma/migrations';
const WITHIN = { timeout: 240_000 };

/** The commit before the newest migration: what runs next to this version while it is rolled out. Null without a history. */
export async function commitBeforeNewestMigration(): Promise<string | null> {
  try {
    const { stdout } = await run('git', ['log', '-1', '--format=%h~1', '--', MIGRATIONS], { cwd: ROOT });
    const { stdout: commit } = await run('git', ['rev-parse', '--short', '--verify', stdout.trim()], {
      cwd: ROOT,
    });
    return commit.trim();
  } catch {
    return null;
  }
}

/** The bundle of a worker of an earlier version. */
export interface EarlierVersion {
  readonly bundle: string;
  remove(): Promise<void>;
}

/**
 * Checks a commit out into a folder of its own, installs what its lockfile names, and bundles its worker.
 * @throws With the words of the step that failed.
 */
export async function buildWorkerOf(commit: string): Promise<EarlierVersion> {
  const folder = await mkdtemp(join(tmpdir(), 'cull-earlier-'));
  const inside = { cwd: folder, ...WITHIN };
  const remove = async () => {
    await run('git', ['worktree', 'remove', '--force', folder], { cwd: ROOT });
    await rm(folder, { recursive: true, force: true });
  };
  await run('git', ['worktree', 'add', '--detach', folder, commit], { cwd: ROOT });
  try {
    await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline'], inside);
    await run('pnpm', ['--filter', '@cull/db', 'generate'], inside);
    await run('pnpm', ['--filter', '@cull/worker', 'build'], inside);
  } catch (error) {
    await remove();
    throw error;
  }
  return { bundle: join(folder, 'apps/worker/dist/main.mjs'), remove };
}
