import { isOutOfPool, removeFromPool } from '@cull/db';
import type { DatabaseStep } from './step';

/** The kill's transaction did this already; here it is read back, and done again should a row have slipped in. */
export const removeFromPoolStep: DatabaseStep = async ({ variantId, killReason }, db, now) => {
  if (await isOutOfPool(db, variantId)) return;
  await removeFromPool(db, [variantId], [`killed: ${killReason}`], now);
  if (!(await isOutOfPool(db, variantId)))
    throw new Error('the variant is still in the pool after it was removed');
};
