import type pg from 'pg';
import { inTransaction, type Queryable, toTimestamp } from './database';
import { appendEvents } from './events';

export type KillStepKind = 'remove_from_pool' | 'cancel_scheduled_posts' | 'delete_post';

/** A step to carry out, with what it needs to know. */
export interface KillStepTask {
  readonly stepId: string;
  readonly monitoringId: string;
  readonly variantId: string;
  readonly personaId: string;
  readonly postId: string;
  readonly kind: KillStepKind;
  readonly killReason: string | null;
  readonly attempts: number;
  readonly createdAt: number;
}

/** Reads a step that is still to do; null when it is done or given up, or was never written. */
export async function readUnfinishedStep(db: Queryable, stepId: string): Promise<KillStepTask | null> {
  const { rows } = await db.query<KillStepTask>(
    `SELECT s.id AS "stepId", s.monitoring_id AS "monitoringId", m.variant_id AS "variantId",
            m.persona_id AS "personaId", m.post_id AS "postId", s.kind, m.kill_reason AS "killReason", s.attempts,
            s.created_at AS "createdAt"
     FROM kill_steps s JOIN variant_monitoring m ON m.id = s.monitoring_id
     WHERE s.id = $1 AND s.state = 'pending'`,
    [stepId],
  );
  return rows[0] ?? null;
}

/** Steps not done that nobody has touched for `quietMs`: their job was lost, or never queued. */
export async function readForgottenSteps(
  db: Queryable,
  now: number,
  quietMs: number,
): Promise<readonly { stepId: string; monitoringId: string }[]> {
  const { rows } = await db.query<{ stepId: string; monitoringId: string }>(
    `SELECT id AS "stepId", monitoring_id AS "monitoringId" FROM kill_steps
     WHERE state = 'pending' AND updated_at < $1 ORDER BY updated_at LIMIT 1000`,
    [toTimestamp(now - quietMs)],
  );
  return rows;
}

/**
 * Marks a step done. With the last one the kill is complete: the session says when, and the event log too.
 * Marking it twice changes nothing.
 */
export async function finishStep(pool: pg.Pool, task: KillStepTask, now: number): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Steps of one kill finish at once: whoever comes later must see the others done, so they queue on the session.
    await client.query('SELECT 1 FROM variant_monitoring WHERE id = $1 FOR UPDATE', [task.monitoringId]);
    await client.query(
      `UPDATE kill_steps SET state = 'done', attempts = attempts + 1, error = NULL, updated_at = $2
       WHERE id = $1 AND state <> 'done'`,
      [task.stepId, toTimestamp(now)],
    );
    const { rowCount } = await client.query(
      `UPDATE variant_monitoring SET completed_at = $2
       WHERE id = $1 AND completed_at IS NULL
         AND NOT EXISTS (SELECT 1 FROM kill_steps WHERE monitoring_id = $1 AND state <> 'done')`,
      [task.monitoringId, toTimestamp(now)],
    );
    if (rowCount === 0) return;
    const { monitoringId, variantId, personaId } = task;
    await appendEvents(client, [
      { at: now, type: 'variant.kill_completed', monitoringId, variantId, personaId, data: {} },
    ]);
  });
}

/**
 * Notes a failed attempt. `givenUp` marks the step failed and says so in the event log; else it stays pending.
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
    await client.query(
      `UPDATE kill_steps SET state = $2::kill_step_state, attempts = attempts + 1, error = $3, updated_at = $4
       WHERE id = $1 AND state <> 'done'`,
      [task.stepId, givenUp ? 'failed' : 'pending', error, toTimestamp(now)],
    );
    if (!givenUp) return;
    const { monitoringId, variantId, personaId, kind } = task;
    await appendEvents(client, [
      {
        at: now,
        type: 'variant.kill_failed',
        monitoringId,
        variantId,
        personaId,
        data: { step: kind, error },
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
    const { rows } = await client.query<{ id: string }>(
      `UPDATE kill_steps s SET state = 'pending', error = NULL, updated_at = $2
       FROM variant_monitoring m
       WHERE s.monitoring_id = $1 AND s.state = 'failed' AND m.id = s.monitoring_id AND m.revived_at IS NULL
       RETURNING s.id`,
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
