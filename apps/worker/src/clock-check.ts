import { measureClockSkew } from '@cull/db';
import type { WorkerContext } from './context';

/** More than clocks that are kept by NTP ever differ; a reading may be ahead of another worker's clock by five times as much. */
const MAX_SKEW_MS = 1_000;

/**
 * Returns what compares this worker's clock with the database's, which all workers share: after a takeover a clock that is behind
 * refuses readings until it has caught up. It warns once, until the clocks agree again.
 */
export function createClockCheck({
  db,
  metrics,
  log,
  now,
}: Pick<WorkerContext, 'db' | 'metrics' | 'log' | 'now'>): () => Promise<void> {
  let isWarned = false;
  return async () => {
    const { skewMs, errorMs } = await measureClockSkew(db.pool, now);
    metrics.clockSkewSeconds.set(skewMs / 1000);
    const isOff = Math.abs(skewMs) > MAX_SKEW_MS + errorMs;
    if (isOff && !isWarned)
      log.warn(
        { skewSeconds: skewMs / 1000 },
        "the clock differs from the database's by over a second: set it by NTP",
      );
    isWarned = isOff;
  };
}
