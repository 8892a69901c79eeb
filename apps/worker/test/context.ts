import { randomUUID } from 'node:crypto';
import { type Database, DEFAULT_ACCOUNT, migrate, openDatabase } from '@cull/db';
import { createNotifier, createProducer, migrateQueue } from '@cull/queue';
import { testDatabase } from '@cull/servers/testing';
import type { SourceClient } from '@cull/sources';
import { pino } from 'pino';
import { AccountWatch } from '../src/account-watch';
import { AccountChecks } from '../src/checks/account-checks';
import { CheckScheduler } from '../src/checks/check-scheduler';
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
  const producer = createProducer({ databaseUrl }, () => {});
  const notifier = createNotifier({ databaseUrl }, () => {});
  return {
    context: (parts = {}) => ({
      workerId: randomUUID(),
      db,
      maintenance: db,
      checks: new CheckScheduler(),
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
      for (const part of [notifier, producer, db]) await part.close();
    },
  };
}

/** Checks that read from a source of the test's own, as the environment's account. */
export function readingFrom(source: SourceClient): CheckScheduler {
  const checks = new CheckScheduler();
  checks.add(DEFAULT_ACCOUNT, new AccountChecks({ client: source, maxLanes: 16, now: Date.now }));
  return checks;
}
