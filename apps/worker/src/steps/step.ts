import type { KillStepTask, Queryable } from '@cull/db';

/**
 * Carries out one step of a kill on the database and reads it back, in the transaction that marks the step done. It may
 * run twice, so doing it again changes nothing.
 * @param now Epoch milliseconds.
 * @throws Error in words for the person on call when the step is not done; it is tried again.
 */
export type DatabaseStep = (task: KillStepTask, db: Queryable, now: number) => Promise<void>;
