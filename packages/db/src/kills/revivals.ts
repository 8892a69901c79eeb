import type pg from 'pg';
import { appendEvents } from '../events/events';
import type { VariantEventData } from '../events/variant-events';
import { IS_POSTED_AGAIN } from '../sessions/posted-again';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { type DecisionRecord, eventOfDecision, insertDecisions } from './decision-records';

/** What a revival gave back. */
export interface Revival {
  /** Scheduled posts that were cancelled and are still to come. */
  readonly restoredPosts: number;
  /** Whether the kill had deleted the post at the source, which nobody can give back. */
  readonly isPostDeleted: boolean;
}

/** Of a session `m`: its kill can be taken back. A variant that was posted again has moved on from the kill before. */
const REVIVABLE = `m.status = 'killed' AND m.revived_at IS NULL AND NOT ${IS_POSTED_AGAIN}`;

/** Which of these sessions were killed by a kill that can still be taken back. */
export async function readRevivable(
  db: Queryable,
  monitoringIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (monitoringIds.length === 0) return new Set();
  const { rows } = await db.query<{ id: string }>(
    `SELECT m.id FROM variant_monitoring m WHERE m.id = ANY($1::uuid[]) AND ${REVIVABLE}`,
    [monitoringIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Takes a kill back: the variant is in the pool again, with the scheduled posts that this kill cancelled (those of an
 * earlier one stay cancelled) and that are still in the future. Steps of the kill that were not done yet are called off.
 * The session stays as it ended.
 * @returns Null where the session is not a killed one, was revived before, or has a newer one behind it; then nothing
 * was changed.
 */
export function revive(pool: pg.Pool, record: DecisionRecord): Promise<Revival | null> {
  const { session, decidedAt } = record;
  const { monitoringId, variantId } = session;
  return inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE variant_monitoring m SET revived_at = $2 WHERE m.id = $1 AND ${REVIVABLE}`,
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
       WHERE variant_id = $1 AND publish_at > $2
         AND cancelled_at >= (SELECT ended_at FROM variant_monitoring WHERE id = $3)`,
      [variantId, toTimestamp(decidedAt), monitoringId],
    );
    const revival = { restoredPosts: posts.rowCount ?? 0, isPostDeleted };
    await insertDecisions(client, [record]);
    const event = eventOfDecision('variant.revived' as const, record);
    const data = { ...event.data, ...revival } satisfies VariantEventData['variant.revived'];
    await appendEvents(client, [{ ...event, data }]);
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
