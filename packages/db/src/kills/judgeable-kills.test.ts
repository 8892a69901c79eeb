import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aKill, openTestDatabase, POSTED_AT } from '../../test/fixtures';
import type { Database } from '../system/database';
import { judgeKills, recordLaterSamples } from './after-kills';

const UNJUDGEABLE = 20_000;
const DEADLINE = POSTED_AT + 600_000;
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
  // Half was never read again, half not to the end of its window.
  await db.pool.query(
    `INSERT INTO variants (id, persona_id) SELECT 'old-' || n, 'p' FROM generate_series(1, ${UNJUDGEABLE}) n`,
  );
  await db.pool.query(
    `INSERT INTO variant_monitoring (id, variant_id, persona_id, post_id, source, shard, status, expected_engagement_rate,
                                     started_at, deadline_at, ended_at, later_sample_at)
     SELECT gen_random_uuid(), 'old-' || n, 'p', 'post', 'push', 1, 'killed', 0.06, at, at + interval '10 minutes', at,
            CASE n % 2 WHEN 0 THEN at + interval '5 minutes' END
     FROM generate_series(1, ${UNJUDGEABLE}) n, LATERAL (SELECT $1::timestamptz - n * interval '1 minute' AS at) posted`,
    [new Date(POSTED_AT)],
  );
  await db.pool.query('VACUUM ANALYZE variant_monitoring');
});
afterAll(() => db.close());

/** Rows of sessions that were read so far, by all connections that have told. */
async function rowsRead(): Promise<number> {
  const { rows } = await db.pool.query<{ read: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::bigint AS read FROM pg_stat_user_tables WHERE relname = 'variant_monitoring'`,
  );
  return rows[0]?.read ?? 0;
}

it('kills that nobody can judge cost nothing, however many there are', async ({ onTestFinished }) => {
  const { monitoringId } = await aKill(db);
  const reading = { monitoringId, observedAt: DEADLINE - 1000, views: 1000, interactions: 60 };
  await recordLaterSamples(db.pool, null, [reading]);
  // One connection, so that its reads can be had told.
  const { password } = db.pool.options;
  const judge = new pg.Pool({ ...db.pool.options, password, max: 1 });
  onTestFinished(() => judge.end());
  const before = await rowsRead();
  expect(await judgeKills(judge, DEADLINE)).toEqual({ judged: 1, regretted: 1 });
  expect(await judgeKills(judge, DEADLINE)).toEqual({ judged: 0, regretted: 0 });
  await judge.query('SELECT pg_stat_force_next_flush()');
  await judge.query('SELECT 1');
  const read = (await rowsRead()) - before;
  expect(read).toBeGreaterThan(0);
  expect(read).toBeLessThan(100);
});
