import { cancelPosts, countOpenPosts } from '@cull/db';
import type { KillStep } from './step';

/** As with the pool: read back what the kill's transaction did, and do it again where a post was added since. */
export const cancelScheduledPostsStep: KillStep = async ({ variantId }, { db, now }) => {
  if ((await countOpenPosts(db.pool, variantId)) === 0) return;
  await cancelPosts(db.pool, [variantId], now());
  const open = await countOpenPosts(db.pool, variantId);
  if (open > 0) throw new Error(`${open} scheduled posts are still open after they were cancelled`);
};
