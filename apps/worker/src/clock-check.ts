import type { DatabaseClock } from '@cull/db';
import type { WorkerContext } from './context';

/** More than clocks that are kept by NTP ever differ. */
const MAX_SKEW_MS = 1_000;

/**
 * Returns what sets this worker's clock by the database's, and warns when the machine's own differs, until they agree again: the queue's
 * delays and the log go by the machine's.
 */
export function createClockCheck(
  { db, metrics, log }: Pick<WorkerContext, 'db' | 'metrics' | 'log'>,
  clock: DatabaseClock,
): () => Promise<void> {
  let isWarned = false;
  return async () => {
    const { skewMs, errorMs } = await clock.set(db.pool);
    metrics.clockSkewSeconds.set(skewMs / 1000);
    const isOff = Math.abs(skewMs) > MAX_SKEW_MS + errorMs;
    if (isOff && !isWarned)
      log.warn(
        { skewSeconds: skewMs / 1000 },
        "this machine's clock differs from the database's by over a second: set it by NTP",
      );
    isWarned = isOff;
  };
}
