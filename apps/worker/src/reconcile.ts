import { overdueShards, readForgottenSteps, removeEndedHalts, reportSource } from '@cull/db';
import { ensureSchedules } from '@cull/queue';
import type { WorkerContext } from './context';
import type { Ticker } from './tick';

/** A step that nobody touched for this long has lost its job. */
const FORGOTTEN_AFTER_MS = 30_000;
/** A session this far past its deadline belongs to a shard whose ticks do not come. */
const OVERDUE_AFTER_MS = 3_000;

/**
 * Rebuilds from the database what the queue may have lost: schedules, unfinished kill steps, overdue deadlines.
 * Harmless where nothing was lost.
 */
export async function reconcile(
  context: WorkerContext,
  ticker: Ticker,
  pollIntervalMs: number,
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
  if ((await removeEndedHalts(db.pool, now())) > 0) notifier.publish({ kind: 'events' });
  const { state, detail } = threads.health();
  await reportSource(db.pool, { source: 'threads', state, detail }, now());
}
