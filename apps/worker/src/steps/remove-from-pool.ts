import { isOutOfPool, removeFromPool } from '@cull/db';
import type { KillStep } from './step';

/** The kill's transaction did this already; here it is read back, and done again should a row have slipped in. */
export const removeFromPoolStep: KillStep = async ({ variantId, killReason }, { db, now }) => {
  if (await isOutOfPool(db.pool, variantId)) return;
  await removeFromPool(db.pool, [variantId], [`killed: ${killReason}`], now());
  if (!(await isOutOfPool(db.pool, variantId)))
    throw new Error('the variant is still in the pool after it was removed');
};
