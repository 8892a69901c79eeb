import type pg from 'pg';
import { inTransaction } from './database';

/** While a lock on a whole table is waited for, everyone else waits behind it: kills, too. */
const LOCK_MS = 500;
const STATEMENT_MS = 60_000;

/** A lock that was not to be had in time, and two transactions that waited for each other. */
const BUSY = new Set(['55P03', '40P01']);

/**
 * Runs maintenance in one transaction that waits half a second for a lock and a minute for a statement, at most.
 * @returns What `work` returns; `busy` where a lock was not to be had, and then nothing was changed.
 */
export async function briefly<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result | 'busy'> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(
        `SELECT set_config('lock_timeout', $1, true), set_config('statement_timeout', $2, true)`,
        [String(LOCK_MS), String(STATEMENT_MS)],
      );
      return work(client);
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && BUSY.has(String(error.code))) return 'busy';
    throw error;
  }
}
