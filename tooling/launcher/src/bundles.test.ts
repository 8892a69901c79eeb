import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort, type PostgresServer, startPostgres } from '@cull/servers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Child, startChild } from './child';
import { waitUntilReady } from './ready';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CULL_BUNDLE = join(ROOT, 'tooling/bundle/src/main.mjs');
const READY_WITHIN_MS = 90_000;

let folder: string;
let postgres: PostgresServer;
const started: Child[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cull-bundles-'));
  postgres = await startPostgres({ ephemeral: true });
}, READY_WITHIN_MS);
afterAll(async () => {
  for (const child of started.toReversed()) await child.stop();
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Bundles a process into a folder of its own, where neither sources nor packages are. */
async function bundled(packageFolder: string, entry: string): Promise<string> {
  const outdir = join(folder, packageFolder);
  await run(process.execPath, [CULL_BUNDLE, entry, `--outdir=${outdir}`], { cwd: join(ROOT, packageFolder) });
  return outdir;
}

function start(name: string, cwd: string, env: Readonly<Record<string, string>>): Child {
  const child = startChild({ name, cwd, entry: 'main.mjs', env }, () => {});
  started.push(child);
  return child;
}

it('deploys and runs from bundles alone', { timeout: 2 * READY_WITHIN_MS }, async () => {
  const prepare = await bundled('tooling/launcher', 'src/prepare-database.ts');
  const { stdout } = await run(process.execPath, ['prepare-database.mjs'], {
    cwd: prepare,
    env: {
      DATABASE_URL: postgres.url,
      CULL_AUTH_SECRET: 'only-for-the-tests-of-the-launcher',
      CULL_URL: 'http://localhost:3000',
    },
  });
  expect(stdout).toMatch(/^Applied \d+ migrations\.$/m);
  expect(stdout).toContain('Sign in with http://localhost:3000/');

  const [sourcePort, workerPort] = [await freePort(), await freePort()];
  const source = start('fake-threads', await bundled('apps/fake-threads', 'src/main.ts'), {
    FAKE_THREADS_PORT: String(sourcePort),
  });
  await waitUntilReady(source, `http://127.0.0.1:${sourcePort}/readyz`, READY_WITHIN_MS);
  const worker = start('worker', await bundled('apps/worker', 'src/main.ts'), {
    DATABASE_URL: postgres.url,
    THREADS_API_URL: `http://127.0.0.1:${sourcePort}`,
    THREADS_ACCESS_TOKEN: 'test-token',
    CULL_ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    WORKER_PORT: String(workerPort),
  });
  await waitUntilReady(worker, `http://127.0.0.1:${workerPort}/readyz`, READY_WITHIN_MS);
});
