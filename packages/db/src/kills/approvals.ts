import type pg from 'pg';
import { appendEvents } from '../events/events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { type DecisionRecord, eventOfDecision, insertDecisions } from './decision-records';
import { type DecidedEnding, type EndedSession, endSessionsIn } from './endings';

/**
 * Answers a kill that waits for approval with yes.
 * @returns Null where it waits no more: the session has ended, somebody has dismissed the kill or protected the variant.
 * Then nothing was changed.
 */
export function approveKill(pool: pg.Pool, decided: DecidedEnding): Promise<EndedSession | null> {
  return inTransaction(pool, async (client) => {
    if (!(await lockWaiting(client, decided.session.monitoringId))) return null;
    const [ended] = await endSessionsIn(client, [decided]);
    return ended ?? null;
  });
}

/**
 * Answers a kill that waits for approval with no: the variant is protected from then on.
 * @returns Whether it still waited; otherwise nothing was changed.
 */
export function dismissApproval(pool: pg.Pool, record: DecisionRecord): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const { monitoringId } = record.session;
    if (!(await lockWaiting(client, monitoringId))) return false;
    await client.query(
      `UPDATE variant_monitoring
       SET is_protected = true, hold_cause = 'protected', hold_since = $2, changed_xid = (pg_current_xact_id()::text)::bigint
       WHERE id = $1`,
      [monitoringId, toTimestamp(record.decidedAt)],
    );
    await insertDecisions(client, [record]);
    await appendEvents(client, [eventOfDecision('variant.dismissed', record)]);
    return true;
  });
}

/** Of several answers the first one that locks the session holds: the others find it no longer waiting. */
async function lockWaiting(db: Queryable, monitoringId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `SELECT 1 FROM variant_monitoring
     WHERE id = $1 AND status = 'monitoring' AND hold_cause = 'approval' AND NOT is_protected FOR NO KEY UPDATE`,
    [monitoringId],
  );
  return rowCount === 1;
}
