import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from './database';
import { type DecisionRecord, eventOfDecision, insertDecisions } from './decision-records';
import { appendEvents } from './events';

/** What a revival gave back. */
export interface Revival {
  /** Scheduled posts that were cancelled and are still to come. */
  readonly restoredPosts: number;
  /** Whether the kill had deleted the post at the source, which nobody can give back. */
  readonly isPostDeleted: boolean;
}

/**
 * Takes a kill back: the variant is in the pool again, with the scheduled posts that are still in the future. Steps
 * of the kill that were not done yet are called off. The session stays as it ended.
 * @returns Null where the session is not a killed one, or was revived before; then nothing was changed.
 */
export function revive(pool: pg.Pool, record: DecisionRecord): Promise<Revival | null> {
  const { session, decidedAt } = record;
  const { monitoringId, variantId } = session;
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE variant_monitoring SET revived_at = $2 WHERE id = $1 AND status = 'killed' AND revived_at IS NULL`,
      [monitoringId, toTimestamp(decidedAt)],
    );
    if (rowCount === 0) return null;
    const isPostDeleted = await callOffSteps(client, monitoringId, decidedAt);
    await client.query(
      'UPDATE pool_memberships SET left_at = NULL, left_reason = NULL WHERE variant_id = $1',
      [variantId],
    );
    const posts = await client.query(
      `UPDATE scheduled_posts SET cancelled_at = NULL
       WHERE variant_id = $1 AND cancelled_at IS NOT NULL AND publish_at > $2`,
      [variantId, toTimestamp(decidedAt)],
    );
    const revival = { restoredPosts: posts.rowCount ?? 0, isPostDeleted };
    await insertDecisions(client, [record]);
    const event = eventOfDecision('variant.revived' as const, record);
    await appendEvents(client, [{ ...event, data: { ...event.data, ...revival } }]);
    return revival;
  });
}

/** @returns Whether the post had been deleted already. */
async function callOffSteps(db: Queryable, monitoringId: string, now: number): Promise<boolean> {
  await db.query(
    `UPDATE kill_steps SET state = 'failed', error = 'called off by a revival', updated_at = $2
     WHERE monitoring_id = $1 AND state = 'pending'`,
    [monitoringId, toTimestamp(now)],
  );
  const { rows } = await db.query(
    `SELECT 1 FROM kill_steps WHERE monitoring_id = $1 AND kind = 'delete_post' AND state = 'done'`,
    [monitoringId],
  );
  return rows.length > 0;
}
