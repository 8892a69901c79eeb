import {
  DEFAULT_ACCOUNT,
  overdueShards,
  readForgottenSteps,
  recordMinute,
  remindOfPauses,
  removeEndedHalts,
  reportSource,
  reportWorker,
  type SourceReport,
  type WorkerMinute,
  type WorkerReport,
} from '@cull/db';
import { ensureSchedules } from '@cull/queue';
import type { AccountBook } from './checks/account-book';
import type { AccountReport } from './checks/account-checks';
import type { WorkerContext } from './context';
import { isNotHeld } from './shards/hold';
import type { ShardHolder } from './shards/holder';

/** A step that nobody touched for this long has lost its job. */
const FORGOTTEN_AFTER_MS = 30_000;
/** A session this far past its deadline belongs to a shard whose ticks do not come, or wait for the source. */
const OVERDUE_AFTER_MS = 2_000;

/** So much later than its deadline a session may end where the queue has lost everything. */
const EVERY_MS = 3_000;

/** What a pass works on, apart from the database. */
interface Reconciled {
  readonly holder: Pick<ShardHolder, 'shards' | 'evaluate'>;
  readonly askDueChannels: () => Promise<void>;
  readonly accountBook: Pick<AccountBook, 'refresh' | 'speaksFor'>;
  readonly checkClock: () => Promise<void>;
  readonly checkQueue: () => Promise<void>;
  /** Tells when all workers together fall behind. */
  readonly watchEngine: () => Promise<void>;
  /** Tells which policies can't be read. */
  readonly watchPolicies: () => Promise<void>;
  /** How this worker does. */
  readonly workerReport: () => WorkerReport;
  readonly workerMinute: () => WorkerMinute;
}

/**
 * Reconciles now, and then again and again, on a timer of its own and not on the queue: it is what brings back a queue
 * that has lost everything. A worker starts even if its first pass fails: it would be restarted in a loop for as long as
 * the queue is away, and kills need no queue.
 * @returns Ends it; resolves when no pass runs any more.
 */
export async function keepReconciled(
  context: WorkerContext,
  seenTo: Reconciled,
): Promise<() => Promise<void>> {
  await reconcile(context, seenTo);
  let timer: NodeJS.Timeout;
  let stopped = false;
  let pass = Promise.resolve();
  // The next pass waits for this one, which may take its time where the database is away.
  const later = () => {
    if (stopped) return;
    timer = setTimeout(() => {
      pass = reconcile(context, seenTo).then(later);
    }, EVERY_MS);
  };
  later();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await pass;
  };
}

/**
 * Rebuilds from the database what the queue may have lost: overdue deadlines, schedules, unfinished kill steps,
 * deliveries that are due. Harmless where nothing was lost. Reports how worker and source do. A part that fails is
 * logged, and does not block the others.
 */
async function reconcile(context: WorkerContext, seenTo: Reconciled): Promise<void> {
  const { db, producer, notifier, checks, log, now } = context;
  const seeTo = async (whatWaits: string, part: () => Promise<unknown>) => {
    try {
      await part();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error({ reason }, `${whatWaits} for the next reconcile pass`);
    }
  };
  // First of all, since these variants are past their time, and need no queue to end.
  await seeTo('overdue deadlines wait', async () => {
    const held = new Set(seenTo.holder.shards());
    for (const shard of await overdueShards(db.pool, now(), OVERDUE_AFTER_MS)) {
      // The rest belong to the workers that hold those shards.
      if (!held.has(shard)) continue;
      log.warn({ shard }, 'evaluating a shard with overdue deadlines');
      await seeTo(`the overdue deadlines of shard ${shard} wait`, () =>
        seenTo.holder.evaluate(shard).catch((error: unknown) => {
          // It is being handed over; its holder ends what is overdue.
          if (!isNotHeld(error)) throw error;
        }),
      );
    }
  });
  await seeTo('schedules that the queue may have lost wait', () => ensureSchedules(producer));
  await seeTo('forgotten kill steps wait', async () => {
    const forgotten = await readForgottenSteps(db.pool, now(), FORGOTTEN_AFTER_MS);
    if (forgotten.length === 0) return;
    await producer.addKillSteps(forgotten);
    log.warn({ steps: forgotten.length }, 'kill steps put back on the queue');
  });
  await seeTo('notifications that are due wait', seenTo.askDueChannels);
  await seeTo('the end of halts that are over waits', async () => {
    if ((await removeEndedHalts(db.pool, now())) > 0) notifier.publish({ kind: 'events' });
  });
  await seeTo('the reminder of a pause waits', async () => {
    if ((await remindOfPauses(db.pool, now())) > 0) notifier.publish({ kind: 'events' });
  });
  await seeTo('accounts wait', () => seenTo.accountBook.refresh());
  await seeTo('the report on the source waits', async () => {
    const account = checks.accounts.get(DEFAULT_ACCOUNT);
    if (account !== undefined && seenTo.accountBook.speaksFor(DEFAULT_ACCOUNT))
      await reportSource(db.pool, sourceReport(account.report()), now());
  });
  await seeTo('the comparison of clocks waits', seenTo.checkClock);
  await seeTo('the look at the queue waits', seenTo.checkQueue);
  await seeTo('the report on this worker waits', () => reportWorker(db.pool, seenTo.workerReport(), now()));
  await seeTo('the record of this minute waits', () => recordMinute(db.pool, seenTo.workerMinute()));
  await seeTo('the look at how late workers are waits', seenTo.watchEngine);
  await seeTo("the look at policies that can't be read waits", seenTo.watchPolicies);
}

const SOURCE_STATES = {
  ok: 'healthy',
  limited: 'slow_down',
  unreachable: 'unhealthy',
  token_invalid: 'unhealthy',
  paused: 'healthy',
} as const satisfies Record<AccountReport['state'], SourceReport['state']>;

function sourceReport({ state, detail, retryAt, usedPercent }: AccountReport): SourceReport {
  return { source: 'threads', state: SOURCE_STATES[state], detail, retryAt, usedPercent };
}
