import { type AnyQueue, type OnError, openBackend, type QueueConnection } from './backend';
import { QUEUE_NAMES, type QueueName, SHARD_COUNT } from './names';
import { PAYLOADS, type Payload } from './payloads';

/** Finished jobs are of no use to anyone: what happened is in the database. */
export const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true } as const;

/** A step is tried this often, half a minute to the last, before it is given up loudly. */
const KILL_STEP_ATTEMPTS = 8;
const KILL_STEP_BACKOFF = { type: 'exponential', delay: 250, jitter: 0.5 } as const;

export type QueueDepth = Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>>;

/** Puts work on the queues. Fails at once when the queue is away. */
export interface Producer {
  /** One job for each shard that samples came for. */
  addSamples(jobs: readonly Payload<'samples'>[]): Promise<void>;
  /** Has every live variant looked at again, with the policies as they are now. */
  evaluateAllShards(): Promise<void>;
  /** A step that waits or runs already is not added twice. */
  addKillSteps(steps: readonly Payload<'kill-steps'>[]): Promise<void>;
  depths(): Promise<Readonly<Record<QueueName, QueueDepth>>>;
  /** Throws when the queue's server does not answer. */
  ping(): Promise<void>;
  /** Opens the queue for schedules; see `ensureSchedules`. */
  readonly queues: Readonly<Record<QueueName, AnyQueue>>;
  close(): Promise<void>;
}

export function createProducer(connection: QueueConnection, onError: OnError): Producer {
  const backend = openBackend(connection, 'produce', onError);
  const open = (name: QueueName) => backend.queue(name, { defaultJobOptions: KEEP_NOTHING });
  const queues = {
    ticks: open('ticks'),
    samples: open('samples'),
    'kill-steps': open('kill-steps'),
    maintenance: open('maintenance'),
  } as const satisfies Record<QueueName, AnyQueue>;

  const addSamples = async (jobs: readonly Payload<'samples'>[]) => {
    await queues.samples.addBulk(jobs.map((job) => ({ name: 'samples', data: PAYLOADS.samples.parse(job) })));
  };
  let closing: Promise<void> | undefined;
  return {
    queues,
    addSamples,
    evaluateAllShards: () =>
      addSamples(Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, samples: [] }))),
    addKillSteps: async (steps) => {
      const opts = { attempts: KILL_STEP_ATTEMPTS, backoff: KILL_STEP_BACKOFF };
      await queues['kill-steps'].addBulk(
        steps.map((step) => ({
          name: 'kill-step',
          data: PAYLOADS['kill-steps'].parse(step),
          opts: { ...opts, jobId: step.stepId },
        })),
      );
    },
    depths: async () => {
      const [ticks, samples, killSteps, maintenance] = await Promise.all(
        QUEUE_NAMES.map((name) => depthOf(queues[name])),
      );
      const none: QueueDepth = { waiting: 0, active: 0, delayed: 0, failed: 0 };
      return {
        ticks: ticks ?? none,
        samples: samples ?? none,
        'kill-steps': killSteps ?? none,
        maintenance: maintenance ?? none,
      };
    },
    ping: () => backend.ping(),
    close: () => {
      closing ??= Promise.all(Object.values(queues).map((queue) => queue.close())).then(() =>
        backend.close(),
      );
      return closing;
    },
  };
}

async function depthOf(queue: AnyQueue): Promise<QueueDepth> {
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts();
  return { waiting: waiting + prioritized, active, delayed, failed };
}
