import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../test/fixtures';
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

describe('a connection to a server that became read-only, as an old primary does in a failover', () => {
  it.each([
    ['a transaction', (write: string) => inTransaction(db.pool, (client) => client.query(write))],
    ['a statement', (write: string) => db.pool.query(write)],
  ])('is dropped with the first write that it refuses: %s', async (_, run) => {
    await db.pool.query('CREATE TABLE IF NOT EXISTS written ()');
    const clients = await Promise.all(Array.from({ length: db.pool.totalCount }, () => db.pool.connect()));
    for (const client of clients) await client.query('SET default_transaction_read_only = on');
    for (const client of clients) client.release();
    for (const _ of clients)
      await expect(run('INSERT INTO written DEFAULT VALUES')).rejects.toThrow('read-only');
    expect((await run('INSERT INTO written DEFAULT VALUES')).rowCount).toBe(1);
  });
});
