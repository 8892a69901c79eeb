import type { SqlDatabase } from '@cull/db';
import type { Notifier, Producer } from '@cull/queue';
import type { Logger } from 'pino';
import type { AccountWatch } from './account-watch';
import type { CheckScheduler } from './checks/check-scheduler';
import type { HaltBook } from './halt-book';
import type { Metrics } from './metrics';
import type { PolicyBook } from './policy-book';
import type { SourceWatch } from './source-watch';
import type { SurroundingsCache } from './surroundings-cache';

/** What the worker's parts work with; made once, handed to each. */
export interface WorkerContext {
  /** Tells workers apart in the database. */
  readonly workerId: string;
  readonly db: SqlDatabase;
  /** For what takes longer than a tick may wait. */
  readonly maintenance: SqlDatabase;
  /** Asks the sources. */
  readonly checks: CheckScheduler;
  readonly producer: Producer;
  readonly notifier: Notifier;
  readonly policies: PolicyBook;
  readonly halts: HaltBook;
  readonly surroundings: SurroundingsCache;
  readonly accounts: AccountWatch;
  readonly sourceWatch: SourceWatch;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}
