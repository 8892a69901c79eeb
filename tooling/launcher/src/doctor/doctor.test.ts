import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '@cull/postgres';
import {
  createDatabase,
  findRedis,
  freePort,
  type PostgresServer,
  startPostgres,
  startRedis,
} from '@cull/servers';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { bringUpToDate } from '../bring-up-to-date';
import { examine, report } from './doctor';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres({ ephemeral: true });
}, 90_000);
afterAll(() => postgres?.close());

const KEY = Buffer.alloc(32, 1).toString('base64');
const GOOD = { CULL_ENCRYPTION_KEY: KEY, CULL_URL: 'http://localhost:3000' };
const aDatabase = () => createDatabase(postgres.url, `doctor_${Math.random().toString(36).slice(2)}`);

/** What is found, worst first, as `level subject: …`. */
async function found(
  given: Readonly<Record<string, string>>,
  mayBeUnmigrated = false,
): Promise<readonly string[]> {
  const findings = await examine(given, { mayBeUnmigrated, nodeVersion: '22.12.0', now: Date.now });
  return report(findings)
    .split('\n')
    .filter((line) => !line.startsWith(' '));
}
const failures = (lines: readonly string[]) => lines.filter((line) => line.startsWith('fail'));

async function inDatabase(url: string, statement: string): Promise<void> {
  const client = await openClient({ url, applicationName: 'test', limits: null });
  await client.query(statement);
  await client.end();
}

describe('the configuration', () => {
  it('says every variable that is missing or wrong, and no secret', async () => {
    const lines = await found({
      DATABASE_URL: 'mysql://me:hush@db/cull',
      CULL_ENCRYPTION_KEY: 'hush',
      REDIS_URL: 'redis',
    });
    expect(failures(lines)).toHaveLength(3);
    for (const name of ['DATABASE_URL', 'CULL_ENCRYPTION_KEY', 'REDIS_URL'])
      expect(lines.join('\n')).toContain(name);
    expect(lines.join('\n')).not.toContain('hush');
  });

  it('looks at the disk where the database is embedded', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'cull-doctor-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    expect(await found({ CULL_DATA_DIR: join(folder, 'not', 'yet') })).toContainEqual(
      expect.stringMatching(/^(ok|warn) +disk: \d+ MB free at /),
    );
  });

  it('warns of an old Node.js', async () => {
    const [node] = await examine({}, { mayBeUnmigrated: false, nodeVersion: '20.19.0', now: Date.now });
    expect(node).toMatchObject({ level: 'warn', subject: 'Node.js' });
  });
});

describe('PostgreSQL', () => {
  it('is well where it is migrated', async () => {
    const url = await aDatabase();
    await bringUpToDate({ ownerUrl: url, directUrl: url, redisUrl: undefined }, () => {});
    const lines = await found({ ...GOOD, DATABASE_URL: url });
    expect(failures(lines)).toEqual([]);
    expect(lines).toContainEqual(expect.stringMatching(/^ok +PostgreSQL: version 1\d at /));
    expect(lines).toContain('ok    schema: up to date');
    expect(lines).toContainEqual(expect.stringMatching(/^ok +clock: /));

    await inDatabase(
      url,
      'UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)',
    );
    expect(failures(await found({ ...GOOD, DATABASE_URL: url }))).toEqual([
      expect.stringMatching(/^fail +schema: the migration \S+ was interrupted$/),
    ]);
  });

  it('fails where it is empty, but before its first migration', async () => {
    const url = await aDatabase();
    expect(failures(await found({ ...GOOD, DATABASE_URL: url }))).toEqual([
      'fail  schema: the database is empty',
    ]);
    expect(failures(await found({ ...GOOD, DATABASE_URL: url }, true))).toEqual([]);
  });

  it('fails where it takes no writes, a password is wrong, or nothing answers', async () => {
    const url = await aDatabase();
    const name = new URL(url).pathname.slice(1);
    await inDatabase(url, `ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    expect(failures(await found({ ...GOOD, DATABASE_URL: url }))[0]).toMatch(/takes no writes$/);
    const wrong = Object.assign(new URL(url), { password: 'not-the-password' }).href;
    const [refused = ''] = failures(await found({ ...GOOD, DATABASE_URL: wrong }));
    expect(refused).toContain('password authentication failed');
    expect(refused).not.toContain('not-the-password');
    const nobody = Object.assign(new URL(url), { port: String(await freePort()) }).href;
    expect(failures(await found({ ...GOOD, DATABASE_URL: nobody }))[0]).toContain('ECONNREFUSED');
  });
});

describe('Redis', async () => {
  it('fails where nothing answers', async () => {
    const url = await aDatabase();
    const lines = await found(
      { ...GOOD, DATABASE_URL: url, REDIS_URL: `redis://127.0.0.1:${await freePort()}` },
      true,
    );
    expect(failures(lines)).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  it.skipIf((await findRedis()) === null)(
    'fails where jobs may be dropped, and says when it is well',
    async () => {
      const redis = await startRedis();
      if (redis === null) throw new Error('redis-server is gone since it was found');
      onTestFinished(() => redis.close());
      const given = { ...GOOD, DATABASE_URL: await aDatabase(), REDIS_URL: redis.url };
      await redis.tell('CONFIG SET maxmemory-policy noeviction');
      await redis.tell('CONFIG SET appendonly yes');
      expect(await found(given, true)).toContainEqual(expect.stringMatching(/^ok +Redis: version \d/));
      await redis.tell('CONFIG SET maxmemory-policy allkeys-lru');
      await redis.tell('CONFIG SET appendonly no');
      const lines = await found(given, true);
      expect(failures(lines)).toEqual(['fail  Redis: maxmemory-policy is allkeys-lru: jobs may be dropped']);
      expect(lines).toContain('warn  Redis: writes are not kept in a file');
    },
  );
});

it('an account whose key is another one fails', async () => {
  const url = await aDatabase();
  await bringUpToDate({ ownerUrl: url, directUrl: url, redisUrl: undefined }, () => {});
  await inDatabase(
    url,
    `INSERT INTO accounts (id, name, platform, options, secrets, secrets_key_id, created_at, updated_at)
     VALUES (gen_random_uuid(), 'Maya', 'threads', '{}', '\\x00', 'another', now(), now())`,
  );
  expect(failures(await found({ ...GOOD, DATABASE_URL: url }))).toEqual([
    'fail  account Maya: its token was encrypted with another CULL_ENCRYPTION_KEY',
  ]);
});
