import { randomUUID } from 'node:crypto';
import {
  DatabaseClock,
  DEFAULT_ACCOUNT,
  LIMITS,
  NEWEST_MIGRATION,
  openLeaseConnection,
  openSqlDatabase,
  removeWorker,
} from '@cull/db';
import { addressesOf, isPooled, type TimeLimits, waitForDatabase } from '@cull/postgres';
import { closeInOrder, createAddressGuard, createMetricsGuard } from '@cull/process';
import {
  createConsumers,
  createNotifier,
  createProducer,
  MAINTENANCE_TASKS,
  migrateQueue,
} from '@cull/queue';
import { createSource, type SourceAccount, type SourceClient } from '@cull/sources';
import type { Logger } from 'pino';
import { keepAccounts, sealSecrets, secretBoxOf } from './account-upkeep';
import { AccountWatch } from './account-watch';
import { createDueAsker } from './channels/ask-due';
import { linksTo } from './channels/links';
import { notifyChannel } from './channels/notify-channel';
import { createOutbound } from './channels/outbound';
import type { SendContext } from './channels/send';
import { AccountBook } from './checks/account-book';
import { AccountChecks } from './checks/account-checks';
import { CheckScheduler } from './checks/check-scheduler';
import { cleanUp } from './clean-up';
import { createClockCheck } from './clock-check';
import type { WorkerContext } from './context';
import { watchEngine } from './engine-watch';
import type { Environment } from './environment';
import { followKills } from './follow-kills';
import { HaltBook } from './halt-book';
import { serveHealth } from './health';
import { runKillStep } from './kill';
import { learn } from './learn';
import { createMaintenance } from './maintenance';
import { createMetrics } from './metrics';
import { MinuteRecord } from './minute-record';
import { PolicyBook } from './policy-book';
import { watchPolicies } from './policy-watch';
import { createQueueCheck } from './queue-check';
import { createReadiness, notReady } from './readiness';
import { keepReconciled } from './reconcile';
import { type Retention, retain } from './retention';
import { startShardHolder } from './shards/holder';
import { SourceWatch } from './source-watch';
import { SurroundingsCache } from './surroundings-cache';
import { TickTimes } from './tick-times';
import { TroubleTeller } from './trouble-teller';

const DATABASE_CONNECTIONS = 10;
const MAINTENANCE_CONNECTIONS = 2;
const KILL_STEPS_AT_ONCE = 16;
const CHANNELS_AT_ONCE = 8;

export interface RunningWorker {
  readonly workerId: string;
  /** Finishes what is under way, then releases everything. Calling it twice waits for the first. */
  close(): Promise<void>;
}

/**
 * Starts a worker: waits for its database, makes schedules, holds its share of the shards and takes jobs until it is closed. Partitions are created
 * meanwhile.
 * @param wall The machine's clock, in epoch milliseconds: only told about, since a worker goes by the database's.
 * @throws When its own port can't be had, or the database's address is wrong; what was opened by then is closed again.
 */
export async function startWorker(
  environment: Environment,
  log: Logger,
  wall: () => number = Date.now,
): Promise<RunningWorker> {
  const addresses = addressesOf(environment);
  const connection = { databaseUrl: addresses.directUrl, redisUrl: environment.REDIS_URL };
  const metrics = createMetrics();
  let readiness = async () => notReady('database', 'is waited for');
  const health = await serveHealth({
    host: environment.HOST,
    port: environment.WORKER_PORT,
    log,
    metrics,
    readiness: () => readiness(),
    mayLookInside: createMetricsGuard(environment.CULL_METRICS_TOKEN, environment.CULL_URL),
  });
  await waitForDatabase(addresses, {
    migration: NEWEST_MIGRATION,
    onWait: (reason) => log.warn({ reason }, 'waiting for the database'),
  }).catch((error: unknown) => {
    health.close();
    throw error;
  });
  const open = (applicationName: string, maxConnections: number, limits: TimeLimits) =>
    openSqlDatabase({
      url: addresses.url,
      isPooled: isPooled(addresses),
      applicationName,
      maxConnections,
      limits,
      onError: ({ message }) => log.warn({ reason: message }, 'a database connection broke'),
    });
  const db = open('cull-worker', DATABASE_CONNECTIONS, LIMITS.shards);
  // Of its own, so that what takes a minute keeps no tick waiting.
  const maintenance = open('cull-worker-maintenance', MAINTENANCE_CONNECTIONS, LIMITS.maintenance);
  const clock = new DatabaseClock(wall);
  await clock.set(db.pool);
  const { now } = clock;
  // The message alone: these errors carry the whole client, down to the key that cancels its queries.
  const onQueueError = ({ message }: Error) => log.warn({ reason: message }, 'a queue connection broke');
  await migrateQueue(connection);
  const producer = createProducer(connection, onQueueError);
  const notifier = createNotifier(connection, onQueueError);
  const checks = new CheckScheduler();
  const minute = new MinuteRecord(now);
  const checksThrough = (client: SourceClient) =>
    new AccountChecks({
      client,
      maxLanes: environment.SOURCE_MAX_LANES,
      now,
      onAnswer: ({ tookMs, delaysMs }) => {
        metrics.sourceSeconds.observe(tookMs / 1000);
        minute.called(tookMs);
        for (const delayMs of delaysMs) metrics.checkDelaySeconds.observe(delayMs / 1000);
      },
    });
  checks.add(DEFAULT_ACCOUNT, checksThrough(createSource(defaultAccount(environment), { now })));
  const context: WorkerContext = {
    workerId: randomUUID(),
    db,
    maintenance,
    checks,
    producer,
    notifier,
    policies: new PolicyBook(now),
    halts: new HaltBook(),
    surroundings: new SurroundingsCache(),
    accounts: new AccountWatch(),
    sourceWatch: new SourceWatch(),
    metrics,
    log,
    now,
  };
  const box = secretBoxOf(environment);
  const sending: SendContext = {
    outbound: createOutbound(createAddressGuard(environment.WEBHOOK_ALLOWED_NETWORKS)),
    slack: createOutbound(() => null),
    slackApiUrl: environment.SLACK_API_URL,
    links: linksTo(environment.CULL_URL),
    box,
    now,
  };
  const teller = new TroubleTeller({ db, notifier, log, now });
  const accountBook = new AccountBook({
    workerId: context.workerId,
    db,
    box,
    checks,
    createClient: (account) => createSource(account, { now }),
    createChecks: checksThrough,
    maxLanes: environment.SOURCE_MAX_LANES,
    teller,
    log,
    now,
  });
  const startedAt = now();
  const tickTimes = new TickTimes();
  let lastTickAt = startedAt;

  const retention: Retention = {
    snapshots: environment.SNAPSHOT_RETENTION_DAYS,
    events: environment.EVENT_RETENTION_DAYS,
    sessions: environment.SESSION_RETENTION_DAYS,
    audit: environment.AUDIT_RETENTION_DAYS,
  };
  // Not waited for: rows of a day without a partition are kept as well, and move when it is there.
  const firstPass = retain(context, retention).catch((error: unknown) =>
    log.error({ error }, 'partitions wait for the next pass'),
  );
  await sealSecrets(context, box);
  // Nothing waits for it: it is tried again at the next start.
  await producer
    .retireOldQueues()
    .catch(({ message }: Error) => log.warn({ reason: message }, 'queues of earlier versions are left over'));
  const keepUp = createMaintenance({
    retention: () => retain(context, retention),
    clean_up: () => cleanUp(context, retention),
    follow_kills: () => followKills(context),
    learn: () => learn(context),
    accounts: async () => {
      await sealSecrets(context, box);
      await keepAccounts(context, box);
    },
  });
  const consumers = createConsumers(
    connection,
    {
      killStep: ({ stepId }, { isLastAttempt }) => runKillStep(context, stepId, isLastAttempt),
      notification: ({ channelId }) => notifyChannel(context, sending, channelId),
      maintenance: ({ task }) => keepUp(task),
    },
    {
      concurrency: {
        'kill-steps': KILL_STEPS_AT_ONCE,
        notifications: CHANNELS_AT_ONCE,
        maintenance: MAINTENANCE_TASKS.length,
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
  const leases = openLeaseConnection(addresses.directUrl, ({ message }) =>
    log.warn({ reason: message }, 'the connection for leases broke'),
  );
  const holder = await startShardHolder(context, {
    leases,
    consumers,
    pollIntervalMs: environment.POLL_INTERVAL_MS,
    onTick: ({ lagMs, tookMs }) => {
      metrics.tickLagSeconds.observe(lagMs / 1000);
      metrics.tickSeconds.observe(tookMs / 1000);
      tickTimes.note({ endedAt: now(), lagMs, tookMs });
      minute.ticked(lagMs, tookMs);
    },
    onPulse: () => {
      lastTickAt = now();
    },
  });
  const stopReconciling = await keepReconciled(context, {
    holder,
    askDueChannels,
    accountBook,
    checkClock: createClockCheck(context, clock),
    checkQueue: createQueueCheck(context),
    watchEngine: () => watchEngine(context, teller, environment.POLL_INTERVAL_MS),
    watchPolicies: () => watchPolicies(context, teller),
    workerReport: () => ({ workerId: context.workerId, startedAt, ...tickTimes.summary(now()) }),
    workerMinute: () => ({ workerId: context.workerId, ...minute.summary() }),
  });
  readiness = createReadiness(context, () => lastTickAt);
  log.info({ workerId: context.workerId, port: environment.WORKER_PORT }, 'worker is running');

  let closing: Promise<void> | undefined;
  return {
    workerId: context.workerId,
    close: () => {
      readiness = async () => notReady('worker', 'is stopping');
      closing ??= closeInOrder(
        [
          // First of all: other workers wait for them.
          ['shards', () => holder.close()],
          ['reconcile', stopReconciling],
          ['wake-ups', stopListening],
          ['consumers', () => consumers.close()],
          ['retention', () => firstPass],
          ['health', async () => void health.close()],
          ['notifier', () => notifier.close()],
          ['producer', () => producer.close()],
          ['sources', () => checks.close()],
          ['webhooks', () => sending.outbound.close()],
          ['slack', () => sending.slack.close()],
          ['worker', () => removeWorker(db.pool, context.workerId, now())],
          ['leases', () => leases.end()],
          ['database', async () => void (await Promise.all([db.close(), maintenance.close()]))],
        ],
        log,
      );
      return closing;
    },
  };
}

/** The account that the environment names, for personas without one of their own. */
function defaultAccount(environment: Environment): SourceAccount {
  return {
    platform: 'threads',
    baseUrl: environment.THREADS_API_URL,
    accessToken: environment.THREADS_ACCESS_TOKEN,
    options: { batch: environment.THREADS_BATCH },
  };
}
