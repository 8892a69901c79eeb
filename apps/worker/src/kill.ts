import { failStep, finishStep, type KillStepKind, readUnfinishedStep } from '@cull/db';
import type { WorkerContext } from './context';
import { cancelScheduledPostsStep } from './steps/cancel-scheduled-posts';
import { deletePostStep } from './steps/delete-post';
import { removeFromPoolStep } from './steps/remove-from-pool';
import type { KillStep } from './steps/step';

const STEPS: Readonly<Record<KillStepKind, KillStep>> = {
  remove_from_pool: removeFromPoolStep,
  cancel_scheduled_posts: cancelScheduledPostsStep,
  delete_post: deletePostStep,
};

/**
 * Carries out one kill step and marks it done. A step that is done already is left alone.
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
    await STEPS[task.kind](task, context);
    await finishStep(db.pool, task, now());
    metrics.killStepSeconds.observe({ kind: task.kind }, (now() - task.createdAt) / 1000);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
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
