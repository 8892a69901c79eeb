import { randomUUID } from 'node:crypto';
import { type Database, migrate, openDatabase } from '@cull/db';
import { createNotifier, createProducer, migrateQueue } from '@cull/queue';
import { testDatabase } from '@cull/servers/testing';
import { createThreadsClient } from '@cull/threads';
import { pino } from 'pino';
import { AccountWatch } from '../src/account-watch';
import type { WorkerContext } from '../src/context';
import { HaltBook } from '../src/halt-book';
import { createMetrics } from '../src/metrics';
import { PolicyBook } from '../src/policy-book';
import { SourceWatch } from '../src/source-watch';
import { SurroundingsCache } from '../src/surroundings-cache';

/** A context whose tables tests may write and read by Prisma. */
export type TestContext = WorkerContext & { readonly db: Database };

/** What the parts of workers work with, on a database of their own, without a worker that runs. */
export interface Workbench {
  /** One more worker's context, with a memory of its own; `parts` stand in for those that it would have. */
  context(parts?: Partial<Omit<WorkerContext, 'db'>>): TestContext;
  close(): Promise<void>;
}

export async function createWorkbench(): Promise<Workbench> {
  const databaseUrl = await testDatabase();
  await Promise.all([migrate(databaseUrl), migrateQueue({ databaseUrl })]);
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-test',
    maxConnections: 8,
    onError: () => {},
  });
  const threads = createThreadsClient({ baseUrl: 'http://127.0.0.1:9', accessToken: 'none', batch: true });
  const producer = createProducer({ databaseUrl }, () => {});
  const notifier = createNotifier({ databaseUrl }, () => {});
  return {
    context: (parts = {}) => ({
      workerId: randomUUID(),
      db,
      threads,
      producer,
      notifier,
      policies: new PolicyBook(),
      halts: new HaltBook(),
      surroundings: new SurroundingsCache(),
      accounts: new AccountWatch(),
      sourceWatch: new SourceWatch(),
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
      now: Date.now,
      ...parts,
    }),
    close: async () => {
      for (const part of [notifier, producer, threads, db]) await part.close();
    },
  };
}

/** A source that gives every post the counters of a plain loser, after `meanwhile` has happened. */
export function losersAfter(
  threads: WorkerContext['threads'],
  meanwhile: () => unknown,
): WorkerContext['threads'] {
  return {
    ...threads,
    readInsights: async (postIds) => {
      await meanwhile();
      const counters = { views: 1000, interactions: 20, observedAt: Date.now() };
      const breakdown = { likes: 20, replies: 0, reposts: 0, quotes: 0, shares: 0 };
      return postIds.map((postId) => ({ ok: true, postId, ...counters, breakdown }));
    },
  };
}
