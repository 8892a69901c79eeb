import { DelayedError, type Job } from 'bullmq';
import { z } from 'zod';
import { type AnyWorker, type OnError, openBackend, type QueueConnection } from './backend';
import { closeBefore } from './deadline';
import { JOB_NAMES, type QueueName, samplesQueueOf } from './names';
import { PAYLOADS, type Payload } from './payloads';

/** What does the work; each takes a payload that has been parsed. */
export interface Handlers {
  /** A throw has the step tried again later, unless this was the last attempt. */
  killStep(payload: Payload<'kill-steps'>, context: { readonly isLastAttempt: boolean }): Promise<void>;
  notification(payload: Payload<'notifications'>): Promise<void>;
  maintenance(payload: Payload<'maintenance'>): Promise<void>;
}

/**
 * How long a job took, in milliseconds: from being due to being taken, and from there to its end. Where the clocks of
 * two machines differ, `waitedMs` is off by as much and can be negative.
 */
export interface JobTiming {
  readonly waitedMs: number;
  readonly ranMs: number;
}

export interface ConsumerOptions {
  /** Jobs at once, by queue; one where none is named. */
  readonly concurrency: Readonly<Partial<Record<'kill-steps' | 'notifications' | 'maintenance', number>>>;
  /** Called for jobs that threw, and of those that could not be understood. */
  readonly onJobError: (error: Error, queue: QueueName) => void;
  /** Called for each job that was done. */
  readonly onJobDone?: ((queue: QueueName, timing: JobTiming) => void) | undefined;
  /** Called for broken connections. */
  readonly onError: OnError;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** Takes work from the queues until it is closed; waits where the queue is away. */
export interface Consumers {
  /**
   * Takes the pushed samples of a shard, up to `SAMPLE_JOBS_AT_ONCE` jobs at once; what throws is tried again, here or where
   * the shard is then, and with a `NotNowError` without using up an attempt.
   * @returns What ends it.
   */
  openSamples(shard: number, handle: (payload: Payload<'samples'>) => Promise<void>): SampleConsumer;
  /** Says what is wrong with the server though it answers; null where nothing is. Throws when the queue's server does not answer. */
  ping(): Promise<string | null>;
  /** Takes no more, and waits some seconds for the jobs under way; safe to call twice. */
  close(): Promise<void>;
}

/** Takes the pushed samples of one shard. */
export interface SampleConsumer {
  /** Takes no more from now on; resolves when the jobs under way have ended. */
  close(): Promise<void>;
}

/** Thrown by a handler that can't take its job at the moment, which is no fault of the job's. */
export class NotNowError extends Error {
  override readonly name = 'NotNowError';
}

/** BullMQ's own 15 s after a broken connection are as many seconds in which nothing is killed. */
const RETRY_AFTER_MS = 1_000;
/** A live worker renews its hold on a job twice in this time; what a dead one held is free after it. BullMQ's own: 30 s. */
const HOLD_MS = 10_000;
/** So often it is looked for jobs that nobody holds any more. BullMQ's own: 30 s. */
const LOOK_FOR_LOST_MS = 5_000;
/** A job that can't be taken now is offered again after this long, to the worker that has its queue by then. */
const OFFER_AGAIN_MS = 200;
/** So many workers may die with one job of samples; what kills each of them is not tried forever. */
const MAX_DEATHS = 5;
/** So many jobs of a shard's samples are taken at once: its handler brings together what has piled up. */
export const SAMPLE_JOBS_AT_ONCE = 32;

export function createConsumers(
  connection: QueueConnection,
  handlers: Handlers,
  options: ConsumerOptions,
): Consumers {
  const { now = Date.now, concurrency: atOnce } = options;
  const backend = openBackend(connection, 'consume', options.onError);

  function consume<Schema extends z.ZodType>(
    queue: QueueName,
    schema: Schema,
    handle: (payload: z.output<Schema>, job: Job) => Promise<void>,
    own: {
      readonly name?: string;
      readonly concurrency?: number | undefined;
      readonly maxStalledCount?: number;
    } = {},
  ): AnyWorker {
    const work = async (job: Job) => {
      const parsed = schema.safeParse(job.data);
      if (job.name !== JOB_NAMES[queue] || !parsed.success) {
        // Trying again would not help: a newer producer names what this worker does not know.
        options.onJobError(new Error(refusal(queue, job, parsed.error)), queue);
        return;
      }
      // BullMQ's own `processedOn` is, on PostgreSQL, when work was asked for: that can be before the job was added.
      const startedAt = now();
      await handle(parsed.data, job).catch(async (error: unknown) => {
        if (error instanceof NotNowError) {
          await job.moveToDelayed(Date.now() + OFFER_AGAIN_MS, job.token);
          throw new DelayedError();
        }
        options.onJobError(error instanceof Error ? error : new Error(String(error)), queue);
        throw error;
      });
      options.onJobDone?.(queue, { waitedMs: startedAt - dueAt(job), ranMs: now() - startedAt });
    };
    const { name = queue, concurrency = 1, maxStalledCount = 1 } = own;
    return backend.worker(name, work, {
      concurrency,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
      runRetryDelay: RETRY_AFTER_MS,
      lockDuration: HOLD_MS,
      maxStalledCount,
      stalledInterval: LOOK_FOR_LOST_MS,
    });
  }

  const { killStep, notification, maintenance } = handlers;
  const workers = [
    consume(
      'kill-steps',
      PAYLOADS['kill-steps'],
      (payload, job) => killStep(payload, { isLastAttempt: isLastAttempt(job) }),
      { concurrency: atOnce['kill-steps'] },
    ),
    consume('notifications', PAYLOADS.notifications, (payload) => notification(payload), {
      concurrency: atOnce.notifications,
    }),
    consume('maintenance', PAYLOADS.maintenance, (payload) => maintenance(payload), {
      concurrency: atOnce.maintenance,
    }),
  ];
  const samples = new Set<AnyWorker>();
  let closing: Promise<void> | undefined;
  return {
    openSamples: (shard, handle) => {
      const name = samplesQueueOf(shard);
      const worker = consume('samples', PAYLOADS.samples, handle, {
        name,
        concurrency: SAMPLE_JOBS_AT_ONCE,
        maxStalledCount: MAX_DEATHS,
      });
      samples.add(worker);
      return {
        close: async () => {
          await worker.close();
          samples.delete(worker);
        },
      };
    },
    ping: () => backend.ping(),
    close: () => {
      closing ??= closeBefore(
        () => Promise.all([...workers, ...samples].map((worker) => worker.close())),
        backend,
        options.onError,
      );
      return closing;
    },
  };
}

function dueAt({ timestamp, opts }: Job): number {
  return timestamp + (opts.delay ?? 0);
}

function isLastAttempt({ attemptsMade, opts }: Job): boolean {
  return attemptsMade + 1 >= (opts.attempts ?? 1);
}

function refusal(queue: QueueName, { id, name }: Job, error: z.ZodError | undefined): string {
  return name === JOB_NAMES[queue] && error !== undefined
    ? `job ${id} of ${queue} has a payload that is not one: ${z.prettifyError(error)}`
    : `job ${id} of ${queue} is named ${name}, needs to be ${JOB_NAMES[queue]}`;
}
