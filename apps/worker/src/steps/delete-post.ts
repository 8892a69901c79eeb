import type { KillStepTask } from '@cull/db';
import type { WorkerContext } from '../context';

/**
 * Deletes the post at the source. One that is gone already counts as deleted.
 * @throws Error in words for the person on call when the source did not delete it; it is tried again.
 */
export async function deletePost({ postId }: KillStepTask, { threads }: WorkerContext): Promise<void> {
  const result = await threads.deletePost(postId);
  if (!result.ok) throw new Error(`the source did not delete the post: ${result.failure.code}`);
}
