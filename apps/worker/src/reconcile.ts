import {
  overdueShards,
  readForgottenSteps,
  removeEndedHalts,
  reportSource,
  reportWorker,
  type WorkerReport,
} from '@cull/db';
import { ensureSchedules } from '@cull/queue';
import type { WorkerContext } from './context';
import type { Ticker } from './tick';

/** A step that nobody touched for this long has lost its job. */
const FORGOTTEN_AFTER_MS = 30_000;
/** A session this far past its deadline belongs to a shard whose ticks do not come. */
const OVERDUE_AFTER_MS = 2_000;

/** So much later than its deadline a session may end where the queue has lost everything. */
const EVERY_MS = 3_000;

/** What a pass sees to beside the database. */
interface Reconciled {
  readonly ticker: Ticker;
  readonly askDueChannels: () => Promise<void>;
  readonly pollIntervalMs: number;
  /** How this worker does. */
  readonly workerReport: () => WorkerReport;
}

/**
 * Reconciles now, and then again and again, on a timer of its own and not on the queue: it is what brings back a queue
 * that has lost everything.
 * @returns Ends it; resolves when no pass runs any more.
 * @throws Where the first pass fails; later failures are logged, and the next pass tries again.
 */
export async function keepReconciled(
  context: WorkerContext,
  seenTo: Reconciled,
): Promise<() => Promise<void>> {
  const reconciled = () => reconcile(context, seenTo);
  await reconciled();
  let timer: NodeJS.Timeout;
  let stopped = false;
  let pass = Promise.resolve();
  // The next pass waits for this one, which may take its time where the database is away.
  const later = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      pass = reconciled()
        .catch((error: unknown) => context.log.error({ error }, 'reconcile pass failed'))
        .then(later);
    }, EVERY_MS);
  };
  later();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return pass;
  };
}

/**
 * Rebuilds from the database what the queue may have lost: schedules, unfinished kill steps, overdue deadlines,
 * deliveries that are due. Harmless where nothing was lost. Reports how worker and source do.
 */
async function reconcile(
  context: WorkerContext,
  { ticker, askDueChannels, pollIntervalMs, workerReport }: Reconciled,
): Promise<void> {
  const { db, producer, notifier, threads, log, now } = context;
  await ensureSchedules(producer, pollIntervalMs);
  const forgotten = await readForgottenSteps(db.pool, now(), FORGOTTEN_AFTER_MS);
  if (forgotten.length > 0) {
    log.warn({ steps: forgotten.length }, 'kill steps put back on the queue');
    await producer.addKillSteps(forgotten);
  }
  for (const shard of await overdueShards(db.pool, now(), OVERDUE_AFTER_MS)) {
    log.warn({ shard }, 'ticking a shard with overdue deadlines');
    await ticker.tick(shard);
  }
  await askDueChannels();
  if ((await removeEndedHalts(db.pool, now())) > 0) notifier.publish({ kind: 'events' });
  const { state, detail, retryAt, usedPercent } = threads.health();
  await reportSource(db.pool, { source: 'threads', state, detail, retryAt, usedPercent }, now());
  await reportWorker(db.pool, workerReport(), now());
}
