import { testDatabase } from '@cull/servers/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { aPosting, openTestDatabase, POSTED_AT, postOne } from '../../test/fixtures';
import type { Database } from './database';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

it('the servers of the tests are in a time zone of their own', async () => {
  const client = new pg.Client({ connectionString: await testDatabase() });
  await client.connect();
  const { rows } = await client.query('SHOW TimeZone');
  await client.end();
  expect(rows).toEqual([{ TimeZone: 'America/New_York' }]);
});

it('instants are the same for every writer and reader, whatever the server takes for its zone and style', async () => {
  const { rows: name } = await db.pool.query('SELECT current_database() AS name');
  await db.pool.query(`ALTER DATABASE ${name[0].name} SET DateStyle TO 'German'`);
  const { monitoringId } = await postOne(db, aPosting());
  const where = { where: { id: monitoringId } };
  expect((await db.prisma.variantMonitoring.findUniqueOrThrow(where)).startedAt.getTime()).toBe(POSTED_AT);
  const endedAt = new Date(POSTED_AT + 1);
  await db.prisma.variantMonitoring.update({ ...where, data: { lastSampleAt: endedAt } });
  const { rows } = await db.pool.query('SELECT last_sample_at AS at FROM variant_monitoring WHERE id = $1', [
    monitoringId,
  ]);
  expect(rows).toEqual([{ at: endedAt.getTime() }]);
});
