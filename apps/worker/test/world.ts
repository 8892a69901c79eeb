import type { PolicyValues } from '@cull/core';
import {
  type Database,
  migrate,
  openDatabase,
  type PostedSession,
  type Posting,
  setOverride,
} from '@cull/db';
import { createSecretBox, readEnvironment, type SecretBox } from '@cull/process';
import { createProducer, type Producer } from '@cull/queue';
import { freePort } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { pino } from 'pino';
import { environmentSchema } from '../src/environment';
import { type RunningWorker, startWorker } from '../src/runtime';
import { postOne } from './postings';
import { openSource, type Source } from './source';

/** A worker with a real database, queue and source of its own. */
export interface World {
  readonly db: Database;
  /** Seals with the worker's key. */
  readonly box: SecretBox;
  readonly producer: Producer;
  readonly workerUrl: string;
  /** One more, on a machine with a clock or on a port of its own where one is given. */
  readonly startWorker: (wall?: () => number, port?: number) => Promise<RunningWorker>;
  readonly databaseUrl: string;
  readonly publish: Source['publish'];
  readonly setCounters: Source['setCounters'];
  readonly setFault: Source['setFault'];
  post(values: Partial<Posting> & Pick<Posting, 'postId'>): Promise<PostedSession>;
  close(): Promise<void>;
}

const KEY = Buffer.alloc(32);

type Variables = Readonly<Record<string, string>>;

/**
 * @param variables Of the worker, besides those that it needs; may depend on the database's address.
 * @param policy Of all variants.
 * @param address Of a database of the test's own.
 * @param wall The clock of the machine that its worker runs on.
 */
export async function createWorld(
  variables: Variables | ((databaseUrl: string) => Variables | Promise<Variables>) = {},
  policy: PolicyValues | null = null,
  address?: string,
  wall?: () => number,
): Promise<World> {
  const databaseUrl = address ?? (await testDatabase());
  await migrate(databaseUrl);
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-test',
    maxConnections: 4,
    onError: () => {},
  });
  if (policy !== null) await overrideAll(db, policy);
  const source = await openSource();
  const given = typeof variables === 'function' ? await variables(databaseUrl) : variables;
  const environmentOn = (port: number) =>
    readEnvironment(environmentSchema, {
      DATABASE_URL: databaseUrl,
      THREADS_API_URL: source.url,
      THREADS_ACCESS_TOKEN: 'test-token',
      CULL_ENCRYPTION_KEY: KEY.toString('base64'),
      THREADS_BATCH: 'true',
      POLL_INTERVAL_MS: '200',
      WORKER_PORT: String(port),
      ...given,
    });
  const workers: RunningWorker[] = [];
  const port = await freePort();
  const run = async (onPort: number, itsWall?: () => number) => {
    const worker = await startWorker(environmentOn(onPort), pino({ level: 'silent' }), itsWall);
    workers.push(worker);
    return worker;
  };
  await run(port, wall);
  const producer = createProducer({ databaseUrl }, () => {});
  const world: World = {
    db,
    databaseUrl,
    box: createSecretBox(KEY),
    producer,
    workerUrl: `http://127.0.0.1:${port}`,
    startWorker: async (itsWall, onPort) => run(onPort ?? (await freePort()), itsWall),
    publish: source.publish,
    setCounters: source.setCounters,
    setFault: source.setFault,
    post: (values) => postOne(db, values),
    close: async () => {
      for (const worker of workers) await worker.close();
      await producer.close();
      await source.close();
      await db.close();
    },
  };
  return world;
}

/** Sets policy values for all variants of a database. */
export async function overrideAll(db: Database, values: PolicyValues): Promise<void> {
  const change = {
    scope: { scopeType: 'global', scopeId: '' },
    author: 'test',
    note: 'test',
    now: Date.now(),
  } as const;
  await setOverride(db.pool, change, { values, replace: false, expiresAt: null }, async () => {});
}

/** The session with all that an ending touches. */
export function readSession(db: Database, monitoringId: string) {
  return db.prisma.variantMonitoring.findUniqueOrThrow({
    where: { id: monitoringId },
    include: {
      killSteps: true,
      decisions: { orderBy: { decidedAt: 'asc' } },
      variant: { include: { pool: true, scheduledPosts: true } },
    },
  });
}
