import { randomUUID } from 'node:crypto';
import {
  type Database,
  migrate,
  openDatabase,
  type PostedSession,
  type Posting,
  postVariants,
} from '@cull/db';
import { startFakeThreads } from '@cull/fake-threads';
import { readEnvironment } from '@cull/process';
import { createProducer, type Producer, shardOf } from '@cull/queue';
import { freePort } from '@cull/servers';
import { testDatabase } from '@cull/servers/testing';
import { pino } from 'pino';
import { environmentSchema } from '../src/environment';
import { type RunningWorker, startWorker } from '../src/runtime';

/** A worker with a real database, queue and source of its own. */
export interface World {
  readonly db: Database;
  readonly producer: Producer;
  readonly workerUrl: string;
  readonly startWorker: () => Promise<RunningWorker>;
  /** Publishes a post at the source whose counters the test sets by hand. */
  publish(views: number, interactions: number): Promise<string>;
  setCounters(postId: string, views: number, interactions: number): Promise<void>;
  setFault(fault: Readonly<Record<string, unknown>> | null): Promise<void>;
  post(values: Partial<Posting> & Pick<Posting, 'postId'>): Promise<PostedSession>;
  close(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const databaseUrl = await testDatabase();
  await migrate(databaseUrl);
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-test',
    maxConnections: 4,
    onError: () => {},
  });
  const source = await startFakeThreads({ port: 0, host: '127.0.0.1', seed: 'worker-test' });
  const environmentOn = (port: number) =>
    readEnvironment(environmentSchema, {
      DATABASE_URL: databaseUrl,
      THREADS_API_URL: source.url,
      THREADS_ACCESS_TOKEN: 'test-token',
      THREADS_BATCH: 'true',
      POLL_INTERVAL_MS: '200',
      WORKER_PORT: String(port),
    });
  const workers: RunningWorker[] = [];
  const port = await freePort();
  const run = async (onPort: number) => {
    const worker = await startWorker(environmentOn(onPort), pino({ level: 'silent' }));
    workers.push(worker);
    return worker;
  };
  await run(port);
  const producer = createProducer({ databaseUrl }, () => {});
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${source.url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  };
  const world: World = {
    db,
    producer,
    workerUrl: `http://127.0.0.1:${port}`,
    startWorker: async () => run(await freePort()),
    publish: async (views, interactions) => {
      const postId = `post-${randomUUID()}`;
      const audience = {
        expectedViewsPerMinute: 0,
        decayMinutes: 10,
        engagementRate: 0,
        reactionLagSeconds: 0,
        burstiness: 0,
      };
      await control('POST', 'posts', { postId, audience });
      await world.setCounters(postId, views, interactions);
      return postId;
    },
    setCounters: (postId, views, interactions) =>
      control('PUT', `posts/${postId}/counters`, { views, interactions }),
    setFault: (fault) => (fault === null ? control('DELETE', 'faults') : control('PUT', 'faults', fault)),
    post: async (values) => {
      const variantId = values.variantId ?? `variant-${randomUUID()}`;
      const startedAt = values.startedAt ?? Date.now();
      const posting: Posting = {
        variantId,
        personaId: 'persona-1',
        campaignId: null,
        source: 'threads',
        expectedEngagementRate: 0.06,
        content: null,
        costPerView: null,
        scheduledPosts: [{ id: 'tomorrow', publishAt: startedAt + 86_400_000 }],
        startedAt,
        deadlineAt: startedAt + 600_000,
        shard: shardOf(variantId),
        ...values,
      };
      const [session] = await postVariants(db.pool, [posting], Date.now());
      if (session === undefined) throw new Error('the posting got no session');
      return session;
    },
    close: async () => {
      for (const worker of workers) await worker.close();
      await producer.close();
      await source.close();
      await db.close();
    },
  };
  return world;
}

/** The session with all that an ending touches. */
export function readSession(db: Database, monitoringId: string) {
  return db.prisma.variantMonitoring.findUniqueOrThrow({
    where: { id: monitoringId },
    include: { killSteps: true, decisions: true, variant: { include: { pool: true, scheduledPosts: true } } },
  });
}
