import { performance } from 'node:perf_hooks';
import {
  deleteOldSessions,
  dropOldDeliveries,
  eraseOldSecrets,
  forgetAuditEntries,
  forgetMinutes,
  forgetSteppingVariants,
  thinSnapshots,
} from '@cull/db';
import type { WorkerContext } from './context';
import type { Retention } from './retention';

const DAY_MS = 86_400_000;
/** The delivery log shows what went wrong lately; what happened is in the event log. */
const DELIVERIES_FOR_MS = 30 * DAY_MS;
/** The system page shows a day of them; Prometheus keeps more. */
const MINUTES_FOR_MS = 7 * DAY_MS;
/** Killed variants have to be followed meanwhile. */
const BUDGET_MS = 5_000;

/**
 * Deletes ended sessions, deliveries and audit entries past their retention, and thins older readings, as far as the budget goes: every
 * pass goes on where the one before stopped. Deleting has half of the budget at most.
 */
export async function cleanUp(
  { maintenance: db, log, now }: WorkerContext,
  retention: Retention,
): Promise<void> {
  const startedAt = performance.now();
  const hasTime = (share: number) => () => performance.now() - startedAt < share * BUDGET_MS;
  await dropOldDeliveries(db, now() - DELIVERIES_FOR_MS);
  await forgetMinutes(db.pool, now() - MINUTES_FOR_MS);
  await forgetSteppingVariants(db.pool, now());
  await eraseOldSecrets(db.pool, now());
  const forgotten = await forgetAuditEntries(db.pool, now() - retention.audit * DAY_MS);
  const deleted = await deleteOldSessions(db.pool, now() - retention.sessions * DAY_MS, hasTime(0.5));
  const thinned = await thinSnapshots(db.pool, now(), hasTime(1));
  if (deleted > 0) log.info({ deleted, days: retention.sessions }, 'deleted sessions past their retention');
  if (forgotten > 0)
    log.info({ forgotten, days: retention.audit }, 'deleted audit entries past their retention');
  const { waiting, done, ...counts } = thinned;
  if (done.length > 0) log.info({ done, ...counts }, 'thinned the readings of whole days');
  if (waiting !== null) log.warn({ waiting }, 'a day of readings is locked: the next pass tries again');
}
