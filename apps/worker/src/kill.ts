import {
  failStep,
  finishStep,
  type KillStepKind,
  type KillStepTask,
  postponeStep,
  readUnfinishedStep,
} from '@cull/db';
import type { WorkerContext } from './context';
import { cancelScheduledPostsStep } from './steps/cancel-scheduled-posts';
import { deletePost, PostponedError } from './steps/delete-post';
import { removeFromPoolStep } from './steps/remove-from-pool';
import type { DatabaseStep } from './steps/step';

const DATABASE_STEPS: Readonly<Record<Exclude<KillStepKind, 'delete_post'>, DatabaseStep>> = {
  remove_from_pool: removeFromPoolStep,
  cancel_scheduled_posts: cancelScheduledPostsStep,
};

/**
 * Carries out one kill step and marks it done. A step that is done already, or was called off, is left alone; one that the source
 * puts off waits in its row, and is put on the queue again by the reconcile pass.
 * @param isLastAttempt Whether the queue will not try again; a failure then marks the step failed, loudly.
 * @throws What the step threw, so that the queue tries again later.
 */
export async function runKillStep(
  context: WorkerContext,
  stepId: string,
  isLastAttempt: boolean,
): Promise<void> {
  const { db, notifier, metrics, log, now } = context;
  const task = await readUnfinishedStep(db.pool, stepId);
  if (task === null) return;
  try {
    const isComplete = await carryOut(task, context);
    metrics.killStepSeconds.observe({ kind: task.kind }, (now() - task.createdAt) / 1000);
    // By hand, a variant is killed long after its last sample, or without any.
    if (isComplete && task.killReason !== 'manual' && task.lastSampleAt !== null)
      metrics.killCompletionSeconds.observe((now() - task.lastSampleAt) / 1000);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof PostponedError) {
      log.info(
        { stepId, kind: task.kind, variantId: task.variantId, until: error.until, message },
        'kill step waits',
      );
      return await postponeStep(db.pool, task, message, error.until, now());
    }
    metrics.killStepFailures.inc({ kind: task.kind });
    log.warn(
      { stepId, kind: task.kind, variantId: task.variantId, attempts: task.attempts + 1, message },
      'kill step failed',
    );
    await failStep(db.pool, task, message, isLastAttempt, now());
    throw error;
  } finally {
    notifier.publish({ kind: 'events' });
  }
}

/**
 * The source may take its time, so what is done there is done before the transaction that notes it.
 * @returns Whether the kill is complete with it.
 */
async function carryOut(task: KillStepTask, context: WorkerContext): Promise<boolean> {
  const { db, now } = context;
  if (task.kind === 'delete_post') {
    await deletePost(task, context);
    return finishStep(db.pool, task, now());
  }
  const step = DATABASE_STEPS[task.kind];
  return finishStep(db.pool, task, now(), (transaction) => step(task, transaction, now()));
}
