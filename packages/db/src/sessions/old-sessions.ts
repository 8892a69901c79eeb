import type pg from 'pg';
import { briefly } from '../system/briefly';
import { toTimestamp } from '../system/database';

/** Sessions of one transaction. */
const SESSIONS_AT_ONCE = 1_000;

/**
 * Deletes sessions that ended before an instant, the oldest first, with everything that hangs on them: decisions, kill
 * steps, spared verdicts; deliveries stay without their session. A variant goes with its last session, with its posts,
 * unless it may still be used. Live sessions and killed ones whose window still runs stay, however long ago they began.
 * @param before Epoch milliseconds.
 * @param hasTime Asked before each part; when it says no, the next call goes on.
 * @returns How many sessions were deleted.
 */
export async function deleteOldSessions(
  pool: pg.Pool,
  before: number,
  hasTime: () => boolean,
): Promise<number> {
  let deleted = 0;
  for (const status of ['timed_out', 'killed', 'stopped']) {
    while (hasTime()) {
      const count = await briefly(pool, (client) => deleteSome(client, status, before));
      // Somebody works with one of them, which is rare: the next call goes on.
      if (count === 'busy') return deleted;
      deleted += count;
      if (count < SESSIONS_AT_ONCE) break;
    }
  }
  return deleted;
}

async function deleteSome(client: pg.PoolClient, status: string, before: number): Promise<number> {
  const { rows } = await client.query<{ id: string; variantId: string }>(
    `SELECT id, variant_id AS "variantId" FROM variant_monitoring
     WHERE status = $1::monitoring_status AND ended_at < $2 AND deadline_at < $2
     ORDER BY ended_at, id DESC LIMIT $3 FOR UPDATE SKIP LOCKED`,
    [status, toTimestamp(before), SESSIONS_AT_ONCE],
  );
  const ids = rows.map(({ id }) => id);
  // What lets decisions be deleted at all, in this transaction alone.
  await client.query("SELECT set_config('cull.retention', 'on', true)");
  for (const table of ['decisions', 'kill_steps', 'spared_verdicts']) {
    await client.query(`DELETE FROM ${table} WHERE monitoring_id = ANY($1::uuid[])`, [ids]);
  }
  await client.query('DELETE FROM variant_monitoring WHERE id = ANY($1::uuid[])', [ids]);
  await deleteUnusedVariants(client, [...new Set(rows.map(({ variantId }) => variantId))]);
  return ids.length;
}

/** A variant that is being posted again is locked by its poster, and stays. */
async function deleteUnusedVariants(client: pg.PoolClient, variantIds: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM variants WHERE id = ANY($1) FOR UPDATE SKIP LOCKED',
    [variantIds],
  );
  // Asked after the lock, so that a session that was posted just before is seen.
  const unused = await client.query<{ id: string }>(
    `SELECT v.id FROM variants v WHERE v.id = ANY($1)
       AND NOT EXISTS (SELECT 1 FROM variant_monitoring m WHERE m.variant_id = v.id)
       AND NOT EXISTS (SELECT 1 FROM pool_memberships p WHERE p.variant_id = v.id AND p.left_at IS NULL)`,
    [rows.map(({ id }) => id)],
  );
  const ids = unused.rows.map(({ id }) => id);
  await client.query('DELETE FROM scheduled_posts WHERE variant_id = ANY($1)', [ids]);
  await client.query('DELETE FROM pool_memberships WHERE variant_id = ANY($1)', [ids]);
  await client.query('DELETE FROM variants WHERE id = ANY($1)', [ids]);
}
