import { setTimeout as pause } from 'node:timers/promises';
import { openClient, openPool } from '@cull/postgres';
import {
  assertSchemaCompatibility,
  createPostgresBackend,
  createPostgresRelayBackend,
  isPgPool,
  type Processor,
  Queue,
  type QueueOptions,
  Relay,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { SHARD_COUNT } from './names';

/** Where the queues live: in Redis where one is given, else in the database. */
export interface QueueConnection {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

/** Called for broken connections; the parts mend themselves. */
export type OnError = (error: Error) => void;

/** Opens queues, workers and the relay on the one backend that was chosen; `close` releases what they share. */
export interface Backend {
  queue(name: string, options: Omit<QueueOptions, 'connection'>): AnyQueue;
  worker(name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>): AnyWorker;
  relay(namespace: string): AnyRelay;
  /** Says what is wrong with the server though it answers; null where nothing is. Throws when the server does not answer. */
  ping(): Promise<string | null>;
  close(): Promise<void>;
}

/** What Cull uses of BullMQ's classes, whichever backend they are on. */
export type AnyQueue = Pick<
  Queue,
  | 'add'
  | 'addBulk'
  | 'upsertJobScheduler'
  | 'getJobSchedulers'
  | 'removeJobScheduler'
  | 'getJobCounts'
  | 'getJobs'
  | 'obliterate'
  | 'close'
>;
export type AnyWorker = Pick<Worker, 'close'>;
export type AnyRelay = Pick<Relay, 'publish' | 'subscribe' | 'close'>;

/**
 * - `produce`: fails at once when the server is away, since somebody waits for the answer.
 * - `consume`: waits until the server is back.
 * - `notify`: the same, for the relay alone.
 */
export type Role = 'produce' | 'consume' | 'notify';

/** The one place that chooses between Redis and PostgreSQL. */
export function openBackend(
  { databaseUrl, redisUrl }: QueueConnection,
  role: Role,
  onError: OnError,
): Backend {
  return redisUrl === undefined ? onPostgres(databaseUrl, role, onError) : onRedis(redisUrl, role, onError);
}

/**
 * Makes or updates BullMQ's own tables; nothing to do on Redis. For a user who may make none, they have to be there.
 * @throws BullMQ's `SchemaMigrationRequiredError` where they aren't.
 */
export async function migrateQueue({ databaseUrl, redisUrl }: QueueConnection): Promise<void> {
  if (redisUrl !== undefined) return;
  const client = await openClient({ url: databaseUrl, applicationName: 'cull-queue-migrate', limits: null });
  try {
    const { rows } = await client.query<{ allowed: boolean }>(
      "SELECT has_database_privilege(current_database(), 'CREATE') AS allowed",
    );
    if (rows[0]?.allowed) await runMigrations(client);
    else await assertSchemaCompatibility(client);
  } finally {
    await client.end();
  }
}

const REDIS_CONNECT_WITHIN_MS = 5_000;
/** BullMQ blocks for up to 10 s: a server that owes an answer for longer is not there any more, whatever the socket says. */
const REDIS_ANSWERS_WITHIN_MS = 12_000;
/** Connects again, and sends the command again. */
const RECONNECT_AND_RESEND = 2;
const NEEDED_POLICY = 'noeviction';

function onRedis(redisUrl: string, role: Role, onError: OnError): Backend {
  const open = () => {
    const patience =
      role === 'produce'
        ? { maxRetriesPerRequest: 1, enableOfflineQueue: false }
        : { maxRetriesPerRequest: null };
    const redis = new Redis(redisUrl, {
      connectTimeout: REDIS_CONNECT_WITHIN_MS,
      socketTimeout: REDIS_ANSWERS_WITHIN_MS,
      // After a failover the old primary keeps its connections, and refuses every write.
      reconnectOnError: ({ message }) => (message.includes('READONLY') ? RECONNECT_AND_RESEND : false),
      ...patience,
    });
    redis.on('error', onError);
    return redis;
  };
  // BullMQ leaves a connection that it was given open, so it is ended here.
  const shared = open();
  // Without an offline queue, what is asked before the first connection would fail on a healthy server.
  const connected = new Promise<void>((resolve) => shared.once('ready', () => resolve()));
  return {
    queue: (name, options) => heard(new Queue(name, { ...options, connection: shared }), onError),
    worker: (name, processor, options) =>
      heard(new Worker(name, processor, { ...options, connection: shared }), onError),
    relay: (namespace) => heard(new Relay({ namespace, connection: shared }), onError),
    ping: async () => {
      await connected;
      await shared.ping();
      return evictionProblem(shared);
    },
    close: async () => {
      // A farewell to a server that is away would wait until it is back.
      if (shared.status === 'ready') await shared.quit().catch(() => shared.disconnect());
      else shared.disconnect();
    },
  };
}

/** Jobs are keys: a server that is full may refuse new ones, and must not drop those that it took. */
async function evictionProblem(redis: Redis): Promise<string | null> {
  // Where asking is not allowed, nothing is known.
  const memory = await redis.info('memory').catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? NEEDED_POLICY;
  return policy === NEEDED_POLICY
    ? null
    : `Redis may evict jobs: maxmemory-policy is ${policy}, needs to be ${NEEDED_POLICY}`;
}

/**
 * At most. Each queue that is consumed keeps one connection to listen on, and so does the relay; the rest run queries. Of the
 * 16 queues of samples a process consumes those of the shards that it holds. docs/operators.md adds them up with the rest.
 */
export const POSTGRES_CONNECTIONS = {
  produce: 4,
  consume: 3 + SHARD_COUNT + 5,
  notify: 3,
} as const satisfies Record<Role, number>;
const CONNECT_AGAIN_MS = 1_000;
const POSTGRES_LIMITS = { statementMs: 10_000, lockMs: 5_000, idleInTransactionMs: 10_000 };

/**
 * What is put on a queue is on disk before its producer is told so. What a worker does to the queue is not waited for: a
 * job whose end is lost with a crash of the server is run again, as after a crash of the worker.
 */
function onPostgres(databaseUrl: string, role: Role, onError: OnError): Backend {
  const pool = openPool({
    url: databaseUrl,
    applicationName: `cull-queue-${role}`,
    maxConnections: POSTGRES_CONNECTIONS[role],
    limits: POSTGRES_LIMITS,
    // BullMQ's tables are in a schema of their own, and it cannot set this on a pool that it did not make.
    searchPath: 'bullmq',
    isCommitAsynchronous: role !== 'produce',
    onError,
  });
  if (role !== 'produce') connectPatiently(pool);
  // Each queue of BullMQ's listens to the pool, and there is one for each shard.
  pool.setMaxListeners(0);
  // BullMQ describes pg's pool in words of its own; this is its own check that they agree.
  if (!isPgPool(pool)) throw new TypeError('the installed pg has no pool that BullMQ can use');
  return {
    queue: (name, options) =>
      heard(new Queue(name, { ...options, connection: pool }, createPostgresBackend), onError),
    worker: (name, processor, options) =>
      heard(new Worker(name, processor, { ...options, connection: pool }, createPostgresBackend), onError),
    relay: (namespace) =>
      heard(new Relay({ namespace, connection: pool, backend: createPostgresRelayBackend }), onError),
    ping: async () => {
      await pool.query('SELECT 1');
      return null;
    },
    close: () => pool.end(),
  };
}

/**
 * BullMQ keeps a first connection that failed for good, and then asks it again and again without a pause, so that the event
 * loop stands still. It is given the first one that succeeds.
 */
function connectPatiently(pool: pg.Pool): void {
  const connect = pool.connect.bind(pool);
  const untilConnected = async (): Promise<pg.PoolClient> => {
    for (;;) {
      try {
        return await connect();
      } catch (error) {
        if (pool.ending) throw error;
        await pause(CONNECT_AGAIN_MS);
      }
    }
  };
  Object.assign(pool, {
    connect: (callback?: Parameters<pg.Pool['connect']>[0]) =>
      callback === undefined ? untilConnected() : connect(callback),
  });
}

/** An emitter without an `error` listener ends the process. */
function heard<Emitter extends { on(event: 'error', listener: OnError): unknown }>(
  emitter: Emitter,
  onError: OnError,
): Emitter {
  emitter.on('error', onError);
  return emitter;
}
