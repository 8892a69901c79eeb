import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEvents, readNewestEvents } from '@cull/db';
import { findProgram, oldestPostgresBinaries, startPostgres } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { expect, it, vi } from 'vitest';
import { openSource } from '../test/source';
import { createWorld, readSession } from '../test/world';

const run = promisify(execFile);
const soon = { timeout: 60_000, interval: 50 };
const OFTEN = { maxCheckIntervalSeconds: 1 };

/** The tools of this machine may be too old for the newest server, but not for the oldest one that Cull runs on. */
const [oldest, tool] = [await oldestPostgresBinaries(), await findProgram('pg_dump')];

it.skipIf(oldest === null || tool === null)(
  'runs on the oldest PostgreSQL, and goes on after a dump was restored into the newest',
  async ({ onTestFinished }) => {
    if (oldest === null) throw new Error('PostgreSQL was found and then not found');
    const folder = await mkdtemp(join(tmpdir(), 'cull-restore-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const server = await startPostgres({ ephemeral: true, binaries: oldest });
    onTestFinished(() => server.close());
    const source = await openSource();
    onTestFinished(() => source.close());
    const variables = { THREADS_API_URL: source.url };
    const posts = await Promise.all([source.publish(1_000, 60), source.publish(1_000, 60)]);

    const before = await createWorld(variables, OFTEN, server.url);
    expect((await before.db.pool.query('SHOW server_version')).rows[0]?.server_version).toMatch(/^14\./);
    const times = { startedAt: Date.now(), deadlineAt: Date.now() + 600_000 };
    const [dead, live] = await Promise.all(posts.map((postId) => before.post({ postId, ...times })));
    if (dead === undefined || live === undefined) throw new Error('the postings got no sessions');
    await source.setCounters(posts[0] ?? '', 3_000, 61);
    await vi.waitFor(async () => {
      expect(await readSession(before.db, dead.monitoringId)).toMatchObject({ status: 'killed' });
      expect(await readSession(before.db, live.monitoringId)).toMatchObject({ views: 1_000n });
    }, soon);
    const { cursor } = await readNewestEvents(before.db.pool, 1);
    await before.close();

    const restored = await testDatabase();
    const dump = join(folder, 'cull.dump');
    await run('pg_dump', ['--format=custom', `--file=${dump}`, server.url]);
    await run('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${restored}`, dump]);

    const after = await createWorld(variables, null, restored);
    onTestFinished(() => after.close());
    expect(await readSession(after.db, dead.monitoringId)).toMatchObject({ status: 'killed', views: 3_000n });
    await source.setCounters(posts[1] ?? '', 4_000, 61);
    await vi.waitFor(
      async () =>
        expect(await readSession(after.db, live.monitoringId)).toMatchObject({
          status: 'killed',
          views: 4_000n,
        }),
      soon,
    );
    const since = await readEvents(after.db.pool, cursor, 1_000);
    expect(since.filter(({ type }) => type === 'variant.killed')).toMatchObject([
      { monitoringId: live.monitoringId },
    ]);
    const { events } = await readNewestEvents(after.db.pool, 1_000);
    // Others may have come between the two queries.
    const begin = events.findIndex((event) => event.cursor === since[0]?.cursor);
    expect(events.slice(begin, begin + since.length)).toEqual(since);
  },
);
