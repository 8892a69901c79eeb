import { cancelPosts, countOpenPosts } from '@cull/db';
import type { DatabaseStep } from './step';

/** As with the pool: read back what the kill's transaction did, and do it again where a post was added since. */
export const cancelScheduledPostsStep: DatabaseStep = async ({ variantId }, db, now) => {
  if ((await countOpenPosts(db, variantId)) === 0) return;
  await cancelPosts(db, [variantId], now);
  const open = await countOpenPosts(db, variantId);
  if (open > 0) throw new Error(`${open} scheduled posts are still open after they were cancelled`);
};
