import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startPostgres } from './index';
import { testDatabase } from './testing';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

/** A process of its own that owns a server, so that it can be killed. */
async function ownerOf(dataDir: string): Promise<{ owner: ChildProcess; url: string }> {
  const entry = fileURLToPath(new URL('./index.ts', import.meta.url));
  const code = `import { startPostgres } from ${JSON.stringify(entry)};
    const { url } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(url);
    setInterval(() => {}, 60_000);`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [url] = await once(createInterface({ input: owner.stdout }), 'line', {
    signal: AbortSignal.timeout(30_000),
  });
  return { owner, url: String(url) };
}

async function postmasterPid(dataDir: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataDir, 'postmaster.pid'), 'utf8'), 10);
}

const gone = (pid: number) =>
  vi.waitUntil(
    () => {
      try {
        process.kill(pid, 0);
        return false;
      } catch {
        return true;
      }
    },
    { timeout: 20_000 },
  );

describe('startPostgres', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp('/tmp/cull-servers-'), 'with a space', 'postgres');
  });
  afterEach(() => rm(join(dataDir, '..', '..'), { recursive: true, force: true }));

  it('keeps its data from one start to the next', async () => {
    const first = await startPostgres({ dataDir });
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.close();
    const second = await startPostgres({ dataDir });
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([42]);
    await second.close();
  });

  it('waits for the disk at a commit, and listens to this machine only', async () => {
    const server = await startPostgres({ dataDir });
    const rows = await query(
      server.url,
      "SELECT setting FROM pg_settings WHERE name IN ('fsync','listen_addresses','synchronous_commit') ORDER BY name",
    );
    await server.close();
    expect(rows).toEqual(['on', '127.0.0.1', 'on']);
  });

  it('ends when its owner is killed, and starts again on what that left', async () => {
    const { owner, url } = await ownerOf(dataDir);
    await query(url, 'CREATE TABLE kept AS SELECT 1 AS answer');
    const pid = await postmasterPid(dataDir);
    owner.kill('SIGKILL');
    await gone(pid);
    const again = await startPostgres({ dataDir });
    expect(await query(again.url, 'SELECT answer FROM kept')).toEqual([1]);
    await again.close();
  });

  it('takes over when owner and guard were both killed', async () => {
    const { owner } = await ownerOf(dataDir);
    const guard = Number(await readFile(join(dataDir, 'cull.guard'), 'utf8'));
    process.kill(guard, 'SIGKILL');
    owner.kill('SIGKILL');
    await gone(guard);
    const again = await startPostgres({ dataDir });
    expect(await query(again.url, 'SELECT 1')).toEqual([1]);
    await again.close();
  });

  it('refuses a directory that is in use', async () => {
    const server = await startPostgres({ dataDir });
    await expect(startPostgres({ dataDir })).rejects.toThrow(
      /is in use by another Cull that runs now \(process \d+\)/,
    );
    await server.close();
  });

  it('leaves a directory alone that holds other files', async () => {
    await mkdir(dataDir, { recursive: true });
    await writeFile(join(dataDir, 'letter.txt'), 'dear all');
    await expect(startPostgres({ dataDir })).rejects.toThrow('holds files that Cull did not create');
    expect(await readFile(join(dataDir, 'letter.txt'), 'utf8')).toBe('dear all');
  });

  it('says what a directory lacks', async () => {
    await expect(startPostgres({})).rejects.toThrow('dataDir is missing: it needs the path of a directory');
  });
});

describe('an ephemeral server', () => {
  it.each([
    `COPY (SELECT 1) TO PROGRAM 'cat'`,
    `SELECT pg_read_file('/etc/hostname')`,
    'SET session_replication_role = replica',
    'CREATE ROLE another SUPERUSER',
  ])('gives its user no power over the server: %s', async (statement) => {
    await expect(query(await testDatabase(), statement)).rejects.toThrow(
      /permission denied|must be superuser/,
    );
  });

  it('leaves nothing behind', async () => {
    const before = await temporaryFolders();
    const server = await startPostgres({ ephemeral: true });
    expect(await query(server.url, 'SHOW fsync')).toEqual(['off']);
    await server.close();
    expect(await temporaryFolders()).toEqual(before);
  });
});

describe('testDatabase', () => {
  it('gives each caller a database of its own', async () => {
    const [one, two] = await Promise.all([testDatabase(), testDatabase()]);
    await query(one, 'CREATE TABLE mine (id int)');
    await query(two, 'CREATE TABLE mine (id int)');
    expect(one).not.toBe(two);
  });
});

async function temporaryFolders(): Promise<string[]> {
  return (await readdir(tmpdir())).filter((name) => name.startsWith('cull-postgres-')).sort();
}
