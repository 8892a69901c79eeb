import { type Job, UnrecoverableError } from 'bullmq';
import { type AnyWorker, type OnError, openBackend, type QueueConnection } from './backend';
import type { QueueName } from './names';
import { PAYLOADS, type Payload } from './payloads';

/** What does the work; each takes a payload that has been parsed. */
export interface Handlers {
  /** @param scheduledAt When the tick was due, epoch milliseconds. */
  tick(payload: Payload<'ticks'>, context: { readonly scheduledAt: number }): Promise<void>;
  samples(payload: Payload<'samples'>): Promise<void>;
  /** A throw has the step tried again later, unless this was the last attempt. */
  killStep(payload: Payload<'kill-steps'>, context: { readonly isLastAttempt: boolean }): Promise<void>;
  maintenance(payload: Payload<'maintenance'>): Promise<void>;
}

export interface ConsumerOptions {
  /** Jobs at once, by queue. */
  readonly concurrency: Readonly<Record<QueueName, number>>;
  /** Told of jobs that threw. */
  readonly onJobError: (error: Error, queue: QueueName) => void;
  /** Told of broken connections. */
  readonly onError: OnError;
}

/** Takes work from the queues until it is closed; waits where the queue is away. */
export interface Consumers {
  /** Takes no more, and waits for the jobs under way. */
  close(): Promise<void>;
}

export function createConsumers(
  connection: QueueConnection,
  handlers: Handlers,
  options: ConsumerOptions,
): Consumers {
  const backend = openBackend(connection, 'consume', options.onError);

  function consume<Name extends QueueName>(
    name: Name,
    handle: (payload: Payload<Name>, job: Job) => Promise<void>,
  ): AnyWorker {
    const schema = PAYLOADS[name];
    const work = async (job: Job) => {
      const parsed = schema.safeParse(job.data);
      if (!parsed.success) {
        // A newer producer may speak of what this worker does not know: reported once, never tried again.
        throw new UnrecoverableError(
          `job ${job.id} of ${name} has a payload that is not one: ${parsed.error.message}`,
        );
      }
      await handle(parsed.data as Payload<Name>, job);
    };
    const reporting = (job: Job) =>
      work(job).catch((error: unknown) => {
        options.onJobError(error instanceof Error ? error : new Error(String(error)), name);
        throw error;
      });
    return backend.worker(name, reporting, {
      concurrency: options.concurrency[name],
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    });
  }

  const workers = [
    consume('ticks', (payload, job) =>
      handlers.tick(payload, { scheduledAt: job.timestamp + (job.opts.delay ?? 0) }),
    ),
    consume('samples', (payload) => handlers.samples(payload)),
    consume('kill-steps', (payload, job) =>
      handlers.killStep(payload, { isLastAttempt: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) }),
    ),
    consume('maintenance', (payload) => handlers.maintenance(payload)),
  ];
  let closing: Promise<void> | undefined;
  return {
    close: () => {
      closing ??= Promise.all(workers.map((worker) => worker.close())).then(() => backend.close());
      return closing;
    },
  };
}
