import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../test/fixtures';
import { type Database, inTransaction } from './database';

let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());

describe('a connection that breaks', () => {
  it('between two queries of a transaction fails that transaction, and neither the process nor the next one', async () => {
    const broken = inTransaction(db.pool, async (client) => {
      const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      const ended = new Promise((resolve) => client.once('end', resolve));
      await db.pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
      await ended;
      return client.query('SELECT 1');
    });
    await expect(broken).rejects.toThrow();
    expect(await inTransaction(db.pool, async () => 'well')).toBe('well');
  });
});
