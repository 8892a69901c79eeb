import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase, freePort, type PostgresServer, startPostgres } from '@cull/servers';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { imageCommands } from '../src/dockerfile';
import { placeOf } from '../src/repository';

const run = promisify(execFile);
const soon = { timeout: 120_000, interval: 250 };
/** The image's own user; another one can only be become by root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65_532, gid: 65_532 } : {};
const KEY = Buffer.alloc(32, 3).toString('base64');
const TOKEN = 'a-token-of-the-image-tests';

let folder: string;
let postgres: PostgresServer;
let databaseUrl: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  // Outside of the sources, where no package can be found by chance.
  folder = await mkdtemp(join(tmpdir(), 'cull-images-'));
  await chmod(folder, 0o755);
  await run(process.execPath, [placeOf('deploy/build-image-tree.mjs'), folder], { maxBuffer: 1e8 });
  postgres = await startPostgres({ ephemeral: true });
  databaseUrl = await createDatabase(postgres.url, 'images');
}, 1_200_000);
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await postgres?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command of an image where its files are, with nothing but what is given. */
function inImage(
  part: string,
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  const command = program === 'node' ? process.execPath : program;
  const options = {
    cwd: join(folder, part),
    env: { NODE_ENV: 'production', HOST: '127.0.0.1', ...env },
    ...NOBODY,
  };
  return { command, args, options };
}

async function runInImage(
  part: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { command: program, args, options } = inImage(part, command, env);
  return (await run(program, args, options)).stdout;
}

function startImage(part: string, env: Readonly<Record<string, string>>): ChildProcess {
  const { command, args, options } = inImage(part, imageCommands(part).start, env);
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
  started.push(child);
  return child;
}

async function stop(child: ChildProcess): Promise<unknown> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code;
}

const isAlive = (part: string, env: Readonly<Record<string, string>>) =>
  runInImage(part, imageCommands(part).healthcheck ?? [], env).then(
    () => true,
    () => false,
  );
const untilReady = (port: number) =>
  vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), soon);

async function megabytesOf(part: string): Promise<number> {
  const files = await readdir(join(folder, part), { recursive: true, withFileTypes: true });
  const sizes = await Promise.all(
    files
      .filter((file) => file.isFile())
      .map(async (file) => (await stat(join(file.parentPath, file.name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
}

it.each([
  ['worker', 60],
  ['fake-threads', 60],
  ['demo', 60],
  ['migrate', 60],
  ['web', 150],
])('%s takes less than %i MB', async (part, limit) => {
  expect(await megabytesOf(part)).toBeLessThan(limit);
});

it('says what is missing in one line, and ends', async () => {
  await expect(runInImage('worker', imageCommands('worker').start, {})).rejects.toThrow(
    /DATABASE_URL has nothing: /,
  );
  await expect(runInImage('migrate', imageCommands('migrate').start, {})).rejects.toThrow(
    /cull: DATABASE_URL is not set/,
  );
});

it('runs from the images’ files alone, as a user who can write nothing', { timeout: 600_000 }, async () => {
  const [port, workerPort, sourcePort] = [await freePort(), await freePort(), await freePort()];
  const common = {
    DATABASE_URL: databaseUrl,
    CULL_ENCRYPTION_KEY: KEY,
    CULL_URL: `http://127.0.0.1:${port}`,
    CULL_METRICS_TOKEN: TOKEN,
    THREADS_API_URL: `http://127.0.0.1:${sourcePort}`,
    THREADS_ACCESS_TOKEN: 'a-token',
    CULL_AUTH_SECRET: 'a-secret-of-the-image-tests-that-is-long-enough',
  };
  await runInImage('migrate', ['node', 'doctor.mjs', '--before-migration'], common);
  await expect(runInImage('migrate', ['node', 'doctor.mjs'], common)).rejects.toThrow();
  expect(await runInImage('migrate', imageCommands('migrate').start, common)).toMatch(
    /^Applied \d+ migrations\.$/m,
  );

  const ports = {
    PORT: String(port),
    WORKER_PORT: String(workerPort),
    FAKE_THREADS_PORT: String(sourcePort),
  };
  expect(await isAlive('worker', ports)).toBe(false);
  const source = startImage('fake-threads', ports);
  await untilReady(sourcePort);
  const worker = startImage('worker', { ...common, ...ports });
  const web = startImage('web', { ...common, ...ports });
  await untilReady(workerPort);
  await untilReady(port);
  for (const part of ['fake-threads', 'worker', 'web']) expect(await isAlive(part, ports), part).toBe(true);
  expect(await runInImage('migrate', ['node', 'doctor.mjs'], common)).toContain('schema: up to date');

  const page = await fetch(`http://127.0.0.1:${port}/sign-in`);
  expect(page.status).toBe(200);
  const [, script = ''] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(await page.text()) ?? [];
  expect((await fetch(`http://127.0.0.1:${port}${script}`)).status).toBe(200);
  for (const one of [port, workerPort]) {
    const answer = await fetch(`http://127.0.0.1:${one}/metrics`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(await answer.text()).toContain('cull_ready 1\n');
  }
  expect(await Promise.all([stop(web), stop(worker), stop(source)])).toEqual([0, 0, 0]);
});
