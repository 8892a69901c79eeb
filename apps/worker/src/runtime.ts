import { randomUUID } from 'node:crypto';
import { openSqlDatabase, removeWorker } from '@cull/db';
import { closeInOrder, createAddressGuard } from '@cull/process';
import { createConsumers, createNotifier, createProducer, migrateQueue, SHARD_COUNT } from '@cull/queue';
import { createThreadsClient } from '@cull/threads';
import type { Logger } from 'pino';
import { AccountWatch } from './account-watch';
import { createDueAsker } from './channels/ask-due';
import { linksTo } from './channels/links';
import { notifyChannel } from './channels/notify-channel';
import { createOutbound } from './channels/outbound';
import type { SendContext } from './channels/send';
import { cleanUp } from './clean-up';
import type { WorkerContext } from './context';
import type { Environment } from './environment';
import { followKills } from './follow-kills';
import { HaltBook } from './halt-book';
import { serveHealth } from './health';
import { runKillStep } from './kill';
import { learn } from './learn';
import { createMetrics } from './metrics';
import { PolicyBook } from './policy-book';
import { keepReconciled } from './reconcile';
import { type Retention, retain } from './retention';
import { ShardCache } from './shard';
import { SurroundingsCache } from './surroundings-cache';
import { createTicker } from './tick';
import { TickTimes } from './tick-times';

const DATABASE_CONNECTIONS = 10;
const CHANNELS_AT_ONCE = 8;

export interface RunningWorker {
  readonly workerId: string;
  /** Finishes what is under way, then lets go of everything. Calling it twice waits for the first. */
  close(): Promise<void>;
}

/**
 * Starts a worker: connects, makes schedules, and takes jobs until it is closed. Partitions are created meanwhile.
 * @throws When the database, the queue or its own port cannot be had; what was opened by then is closed again.
 */
export async function startWorker(
  environment: Environment,
  log: Logger,
  now: () => number = Date.now,
): Promise<RunningWorker> {
  const connection = { databaseUrl: environment.DATABASE_URL, redisUrl: environment.REDIS_URL };
  const db = openSqlDatabase({
    url: environment.DATABASE_URL,
    applicationName: 'cull-worker',
    maxConnections: DATABASE_CONNECTIONS,
    onError: ({ message }) => log.warn({ reason: message }, 'a database connection broke'),
  });
  const threads = createThreadsClient({
    baseUrl: environment.THREADS_API_URL,
    accessToken: environment.THREADS_ACCESS_TOKEN,
    batch: environment.THREADS_BATCH,
    now,
  });
  // The message alone: these errors carry the whole client, down to the key that cancels its queries.
  const onQueueError = ({ message }: Error) => log.warn({ reason: message }, 'a queue connection broke');
  await migrateQueue(connection);
  const producer = createProducer(connection, onQueueError);
  const notifier = createNotifier(connection, onQueueError);
  const metrics = createMetrics();
  const context: WorkerContext = {
    workerId: randomUUID(),
    db,
    threads,
    producer,
    notifier,
    policies: new PolicyBook(now),
    halts: new HaltBook(),
    surroundings: new SurroundingsCache(),
    accounts: new AccountWatch(),
    shards: new ShardCache(),
    metrics,
    log,
    now,
  };
  const ticker = createTicker(context);
  const sending: SendContext = {
    outbound: createOutbound(createAddressGuard(environment.WEBHOOK_ALLOWED_NETWORKS)),
    slack: createOutbound(() => null),
    slackApiUrl: environment.SLACK_API_URL,
    links: linksTo(environment.CULL_URL),
    now,
  };
  const startedAt = now();
  const tickTimes = new TickTimes();
  let lastTickAt = startedAt;

  const retention: Retention = {
    snapshots: environment.SNAPSHOT_RETENTION_DAYS,
    events: environment.EVENT_RETENTION_DAYS,
    sessions: environment.SESSION_RETENTION_DAYS,
  };
  // Not waited for: rows of a day without a partition are kept as well, and move when it is there.
  const firstPass = retain(context, retention).catch((error: unknown) =>
    log.error({ error }, 'partitions wait for the next pass'),
  );
  const consumers = createConsumers(
    connection,
    {
      tick: async ({ shard }, { scheduledAt }) => {
        const started = now();
        const lagMs = Math.max(0, started - scheduledAt);
        metrics.tickLagSeconds.observe(lagMs / 1000);
        await ticker.tick(shard);
        lastTickAt = now();
        const tookMs = lastTickAt - started;
        metrics.tickSeconds.observe(tookMs / 1000);
        tickTimes.note({ endedAt: lastTickAt, lagMs, tookMs });
      },
      samples: ({ shard, samples }) => ticker.takeSamples(shard, samples),
      killStep: ({ stepId }, { isLastAttempt }) => runKillStep(context, stepId, isLastAttempt),
      notification: ({ channelId }) => notifyChannel(context, sending, channelId),
      maintenance: ({ task }) => {
        switch (task) {
          case 'retention':
            return retain(context, retention);
          case 'clean_up':
            return cleanUp(context, retention);
          case 'follow_kills':
            return followKills(context);
          case 'learn':
            return learn(context);
        }
      },
    },
    {
      concurrency: {
        ticks: SHARD_COUNT,
        samples: SHARD_COUNT,
        'kill-steps': SHARD_COUNT,
        notifications: CHANNELS_AT_ONCE,
        maintenance: 1,
      },
      onError: onQueueError,
      onJobError: (error, queue) => {
        metrics.jobErrors.inc({ queue });
        log.error({ error, queue }, 'a job failed');
      },
    },
  );
  const askDueChannels = createDueAsker(context);
  const stopListening = await notifier.subscribe(({ kind }) => {
    if (kind === 'events')
      askDueChannels().catch((error: unknown) => log.warn({ error }, 'channels wait for the reconcile pass'));
  });
  const stopReconciling = await keepReconciled(context, {
    ticker,
    askDueChannels,
    pollIntervalMs: environment.POLL_INTERVAL_MS,
    workerReport: () => ({ workerId: context.workerId, startedAt, ...tickTimes.summary(now()) }),
  });
  const health = await serveHealth(
    context,
    { lastTickAt: () => lastTickAt },
    environment.HOST,
    environment.WORKER_PORT,
  );
  log.info({ workerId: context.workerId, port: environment.WORKER_PORT }, 'worker is running');

  let closing: Promise<void> | undefined;
  return {
    workerId: context.workerId,
    close: () => {
      closing ??= closeInOrder(
        [
          ['reconcile', stopReconciling],
          ['wake-ups', stopListening],
          ['consumers', () => consumers.close()],
          ['retention', () => firstPass],
          ['health', async () => void health.close()],
          ['notifier', () => notifier.close()],
          ['producer', () => producer.close()],
          ['threads', () => threads.close()],
          ['webhooks', () => sending.outbound.close()],
          ['slack', () => sending.slack.close()],
          ['worker', () => removeWorker(db.pool, context.workerId, now())],
          ['database', () => db.close()],
        ],
        log,
      );
      return closing;
    },
  };
}
