import type { MaintenanceTask } from '@cull/queue';
import pLimit from 'p-limit';

/** What waits for the database more than for anything else: one at a time, so that connections are left for kills. */
const HEAVY: ReadonlySet<MaintenanceTask> = new Set(['retention', 'clean_up', 'learn']);

/**
 * Returns what runs a task. Tasks don't wait for each other, except for the heavy ones. A task that is asked for while it runs is
 * not run again: the pass under way does what that one would.
 */
export function createMaintenance(
  tasks: Readonly<Record<MaintenanceTask, () => Promise<void>>>,
): (task: MaintenanceTask) => Promise<void> {
  const heavy = pLimit(1);
  const underWay = new Set<MaintenanceTask>();
  return async (task) => {
    if (underWay.has(task)) return;
    underWay.add(task);
    try {
      await (HEAVY.has(task) ? heavy(tasks[task]) : tasks[task]());
    } finally {
      underWay.delete(task);
    }
  };
}
