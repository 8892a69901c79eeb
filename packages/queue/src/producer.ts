import { type AnyQueue, type OnError, openBackend, type QueueConnection } from './backend';
import { ANSWER_WITHIN_MS, closeBefore, within } from './deadline';
import { JOB_NAMES, type QueueName, SHARD_COUNT } from './names';
import { type KillStepToAdd, killStepToAdd, PAYLOADS, type Payload } from './payloads';

/** Finished jobs are of no use to anyone: what happened is in the database. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ keeps thousands of events a queue for listeners; Cull has none, and PostgreSQL would store them all. */
const KEEP_FEW_EVENTS = { events: { maxLen: 100 } } as const;

/** Tried this often, half a minute to the last, before it is given up loudly. */
const TRY_AGAIN = { attempts: 8, backoff: { type: 'exponential', delay: 250, jitter: 0.5 } } as const;

type NewJob = Parameters<AnyQueue['addBulk']>[0][number];

export type QueueDepth = Readonly<Record<'waiting' | 'active' | 'delayed' | 'failed', number>> & {
  /** When the job was added that waits longest, epoch milliseconds; null where none waits. */
  readonly oldestAt: number | null;
};

/** Puts work on the queues. Fails within seconds when the queue is away, since somebody waits for the answer. */
export interface Producer {
  /** One job for each shard that samples came for. */
  addSamples(jobs: readonly Payload<'samples'>[]): Promise<void>;
  /** Has every live variant looked at again, with the policies as they are now. */
  evaluateAllShards(): Promise<void>;
  /** A step that waits or runs already is not added twice. */
  addKillSteps(steps: readonly KillStepToAdd[]): Promise<void>;
  /** A channel that waits for its turn or is being sent to already is not added twice. */
  addNotifications(notifications: readonly Payload<'notifications'>[]): Promise<void>;
  depths(): Promise<Readonly<Record<QueueName, QueueDepth>>>;
  /** Throws when the queue's server does not answer. */
  ping(): Promise<void>;
  /** Opens the queue for schedules; see `ensureSchedules`. */
  readonly queues: Readonly<Record<QueueName, AnyQueue>>;
  /** Safe to call twice. */
  close(): Promise<void>;
}

export function createProducer(connection: QueueConnection, onError: OnError): Producer {
  const backend = openBackend(connection, 'produce', onError);
  const open = (name: QueueName) =>
    backend.queue(name, { defaultJobOptions: KEEP_NOTHING, streams: KEEP_FEW_EVENTS });
  const queues = {
    ticks: open('ticks'),
    samples: open('samples'),
    'kill-steps': open('kill-steps'),
    notifications: open('notifications'),
    maintenance: open('maintenance'),
  } as const satisfies Record<QueueName, AnyQueue>;

  const add = async (queue: QueueName, jobs: readonly Pick<NewJob, 'data' | 'opts'>[]) => {
    if (jobs.length === 0) return;
    const named = jobs.map((job) => ({ ...job, name: JOB_NAMES[queue] }));
    await within(ANSWER_WITHIN_MS, `add to ${queue}`, queues[queue].addBulk(named));
  };
  const addSamples = async (jobs: readonly Payload<'samples'>[]) =>
    add(
      'samples',
      jobs.map((job) => ({ data: PAYLOADS.samples.parse(job) })),
    );
  let closing: Promise<void> | undefined;
  return {
    queues,
    addSamples,
    evaluateAllShards: () =>
      addSamples(
        Array.from({ length: SHARD_COUNT }, (_, shard) => ({
          shard,
          samples: [],
          reason: 'policies_changed',
        })),
      ),
    addKillSteps: async (steps) =>
      add(
        'kill-steps',
        steps.map((step) => {
          const { delayMs = 0, ...data } = killStepToAdd.parse(step);
          return { data, opts: { ...TRY_AGAIN, jobId: data.stepId, delay: delayMs } };
        }),
      ),
    addNotifications: async (notifications) =>
      add(
        'notifications',
        notifications.map((notification) => {
          const data = PAYLOADS.notifications.parse(notification);
          return { data, opts: { jobId: data.channelId } };
        }),
      ),
    depths: async () => {
      const [ticks, samples, killSteps, notifications, maintenance] = await within(
        ANSWER_WITHIN_MS,
        'count the jobs',
        Promise.all([
          depthOf(queues.ticks),
          depthOf(queues.samples),
          depthOf(queues['kill-steps']),
          depthOf(queues.notifications),
          depthOf(queues.maintenance),
        ]),
      );
      return { ticks, samples, 'kill-steps': killSteps, notifications, maintenance };
    },
    ping: () => within(ANSWER_WITHIN_MS, 'ping the queue server', backend.ping()),
    close: () => {
      closing ??= closeBefore(
        () => Promise.all(Object.values(queues).map((queue) => queue.close())),
        backend,
        onError,
      );
      return closing;
    },
  };
}

async function depthOf(queue: AnyQueue): Promise<QueueDepth> {
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = await queue.getJobCounts();
  // Counted from the newest: asked for in the other order, PostgreSQL turns a page round, but takes it at the same end.
  const [oldest] = waiting === 0 ? [] : await queue.getJobs(['waiting'], waiting - 1, waiting - 1, false);
  return {
    waiting: waiting + prioritized,
    active,
    delayed,
    failed,
    oldestAt: oldest?.timestamp ?? null,
  };
}
