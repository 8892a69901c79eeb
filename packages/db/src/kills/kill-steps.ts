import type pg from 'pg';
import { appendEvents } from '../events/events';
import type { VariantEventData } from '../events/variant-events';
import { IS_POSTED_AGAIN } from '../sessions/posted-again';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';

export type KillStepKind = 'remove_from_pool' | 'cancel_scheduled_posts' | 'delete_post';

/** A step to carry out, with what it needs to know. */
export interface KillStepTask {
  readonly stepId: string;
  readonly monitoringId: string;
  readonly variantId: string;
  readonly personaId: string;
  /** The account that reads the post; null for the environment's. */
  readonly accountId: string | null;
  readonly postId: string;
  readonly kind: KillStepKind;
  readonly killReason: string | null;
  /** Whether the post's counters were ever read and believed. */
  readonly wasRead: boolean;
  readonly attempts: number;
  readonly createdAt: number;
  /** Of the last sample before the kill, epoch milliseconds; null where there was none. */
  readonly lastSampleAt: number | null;
}

/**
 * Reads a step that is still to do; null when it is done, given up or called off, or was never written, or when its
 * kill was taken back.
 */
export async function readUnfinishedStep(db: Queryable, stepId: string): Promise<KillStepTask | null> {
  const { rows } = await db.query<KillStepTask>(
    `SELECT s.id AS "stepId", s.monitoring_id AS "monitoringId", m.variant_id AS "variantId",
            m.persona_id AS "personaId", m.account_id AS "accountId", m.post_id AS "postId", s.kind, m.kill_reason AS "killReason",
            m.last_sample_at IS NOT NULL AS "wasRead", s.attempts,
            s.created_at AS "createdAt", m.last_sample_at AS "lastSampleAt"
     FROM kill_steps s JOIN variant_monitoring m ON m.id = s.monitoring_id
     WHERE s.id = $1 AND s.state = 'pending' AND m.revived_at IS NULL`,
    [stepId],
  );
  return rows[0] ?? null;
}

/** Steps not done whose time to be tried again has come, or that nobody has touched for `quietMs`: their job was lost. */
export async function readForgottenSteps(
  db: Queryable,
  now: number,
  quietMs: number,
): Promise<readonly { stepId: string; monitoringId: string }[]> {
  const { rows } = await db.query<{ stepId: string; monitoringId: string }>(
    `SELECT id AS "stepId", monitoring_id AS "monitoringId" FROM kill_steps
     WHERE state = 'pending' AND CASE WHEN next_attempt_at IS NULL THEN updated_at < $1 ELSE next_attempt_at <= $2 END
     ORDER BY updated_at LIMIT 1000`,
    [toTimestamp(now - quietMs), toTimestamp(now)],
  );
  return rows;
}

/** What a step does to the database, in the transaction that marks it done. */
export type StepWork = (db: Queryable) => Promise<void>;

/**
 * Marks a step done, after `work`. With the last one the kill is complete: the session says when, and the event log
 * too. A step that is not pending any more, or whose kill was taken back, is left as it is.
 *
 * `work` acts on the pool and the posts of the variant. Where the variant was posted again since, they belong to its new
 * session: the kill changed its own in the transaction that recorded it, so nothing is left to do, and the step is done.
 * @returns Whether the kill is complete with it.
 * @throws What `work` throws; nothing was changed then.
 */
export async function finishStep(
  pool: pg.Pool,
  task: KillStepTask,
  now: number,
  work: StepWork = async () => {},
): Promise<boolean> {
  return inTransaction(pool, async (client) => {
    const due = await lockDueStep(client, task);
    if (due === null) return false;
    if (!due.isPostedAgain) await work(client);
    await client.query(
      `UPDATE kill_steps SET state = 'done', attempts = attempts + 1, error = NULL, updated_at = $2 WHERE id = $1`,
      [task.stepId, toTimestamp(now)],
    );
    const { rowCount } = await client.query(
      `UPDATE variant_monitoring SET completed_at = $2
       WHERE id = $1 AND completed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM kill_steps WHERE monitoring_id = $1 AND state <> 'done')`,
      [task.monitoringId, toTimestamp(now)],
    );
    if (rowCount === 0) return false;
    const { monitoringId, variantId, personaId } = task;
    await appendEvents(client, [
      { at: now, type: 'variant.kill_completed', monitoringId, variantId, personaId, data: {} },
    ]);
    return true;
  });
}

/**
 * Until the transaction ends the variant is neither posted again (its own row is locked, by a posting too) nor revived,
 * and the other steps of the kill, which finish at the same time, see this one done: they queue on the session.
 * @returns Null where the step is not to be done any more.
 */
async function lockDueStep(
  db: Queryable,
  { stepId, monitoringId, variantId }: KillStepTask,
): Promise<{ readonly isPostedAgain: boolean } | null> {
  await db.query('SELECT 1 FROM variants WHERE id = $1 FOR NO KEY UPDATE', [variantId]);
  await db.query('SELECT 1 FROM variant_monitoring WHERE id = $1 FOR NO KEY UPDATE', [monitoringId]);
  const { rows } = await db.query<{ isPostedAgain: boolean }>(
    `SELECT ${IS_POSTED_AGAIN} AS "isPostedAgain"
     FROM kill_steps s JOIN variant_monitoring m ON m.id = s.monitoring_id
     WHERE s.id = $1 AND s.state = 'pending' AND m.revived_at IS NULL`,
    [stepId],
  );
  return rows[0] ?? null;
}

/**
 * Notes that a step has to wait, for a reason that is no fault of its own. It counts as no attempt. A step that is not pending any
 * more is left as it is.
 * @param reason In words for the person on call; without secrets.
 * @param until When it is tried again, epoch milliseconds.
 */
export async function postponeStep(
  db: Queryable,
  { stepId }: Pick<KillStepTask, 'stepId'>,
  reason: string,
  until: number,
  now: number,
): Promise<void> {
  await db.query(
    `UPDATE kill_steps SET error = $2, next_attempt_at = $3, updated_at = $4 WHERE id = $1 AND state = 'pending'`,
    [stepId, reason, toTimestamp(until), toTimestamp(now)],
  );
}

/**
 * Notes a failed attempt. `givenUp` marks the step failed and says so in the event log; else it stays pending. A step
 * that is not pending any more is left as it is: it was done by another, or called off.
 * @param error In words for the person on call; without secrets.
 */
export async function failStep(
  pool: pg.Pool,
  task: KillStepTask,
  error: string,
  givenUp: boolean,
  now: number,
): Promise<void> {
  await inTransaction(pool, async (client) => {
    const { rowCount } = await client.query(
      `UPDATE kill_steps SET state = $2::kill_step_state, attempts = attempts + 1, error = $3, updated_at = $4,
              next_attempt_at = NULL
       WHERE id = $1 AND state = 'pending'`,
      [task.stepId, givenUp ? 'failed' : 'pending', error, toTimestamp(now)],
    );
    if (!givenUp || rowCount === 0) return;
    const { monitoringId, variantId, personaId, kind } = task;
    await appendEvents(client, [
      {
        at: now,
        type: 'variant.kill_failed',
        monitoringId,
        variantId,
        personaId,
        data: { step: kind, error } satisfies VariantEventData['variant.kill_failed'],
      },
    ]);
  });
}

/**
 * Puts the steps of a kill that were given up back to be done.
 * @returns Their ids, for the queue; none where no step has failed, or where the variant has been revived.
 */
export async function retryFailedSteps(
  pool: pg.Pool,
  { monitoringId, variantId, personaId }: Pick<KillStepTask, 'monitoringId' | 'variantId' | 'personaId'>,
  actor: string,
  now: number,
): Promise<readonly string[]> {
  return inTransaction(pool, async (client) => {
    // A revival that comes first is seen, and one that comes later finds the steps pending and calls them off.
    const standing = await client.query(
      'SELECT 1 FROM variant_monitoring WHERE id = $1 AND revived_at IS NULL FOR NO KEY UPDATE',
      [monitoringId],
    );
    if (standing.rowCount === 0) return [];
    const { rows } = await client.query<{ id: string }>(
      `UPDATE kill_steps SET state = 'pending', error = NULL, updated_at = $2, next_attempt_at = NULL
       WHERE monitoring_id = $1 AND state = 'failed' RETURNING id`,
      [monitoringId, toTimestamp(now)],
    );
    if (rows.length === 0) return [];
    await appendEvents(client, [
      { at: now, type: 'variant.kill_retried', monitoringId, variantId, personaId, data: { actor } },
    ]);
    return rows.map(({ id }) => id);
  });
}

/** Whether the variant has truly left the pool. */
export async function isOutOfPool(db: Queryable, variantId: string): Promise<boolean> {
  const { rows } = await db.query(
    'SELECT 1 FROM pool_memberships WHERE variant_id = $1 AND left_at IS NULL',
    [variantId],
  );
  return rows.length === 0;
}

/** How many of the variant's scheduled posts are still to be published. */
export async function countOpenPosts(db: Queryable, variantId: string): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    'SELECT count(*) AS open FROM scheduled_posts WHERE variant_id = $1 AND cancelled_at IS NULL',
    [variantId],
  );
  return rows[0]?.open ?? 0;
}
