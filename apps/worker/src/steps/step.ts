import type { KillStepTask } from '@cull/db';
import type { WorkerContext } from '../context';

/**
 * Carries out one step of a kill and reads it back. It may run twice, so doing it again changes nothing.
 * @throws Error in words for the person on call when the step is not done; it is tried again.
 */
export type KillStep = (task: KillStepTask, context: WorkerContext) => Promise<void>;
