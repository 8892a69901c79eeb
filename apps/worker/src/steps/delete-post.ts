import type { KillStep } from './step';

/** A post that is gone already counts as deleted. */
export const deletePostStep: KillStep = async ({ postId }, { threads }) => {
  const result = await threads.deletePost(postId);
  if (!result.ok) throw new Error(`the source did not delete the post: ${result.failure.code}`);
};
