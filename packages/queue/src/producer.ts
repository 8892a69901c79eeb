import { isLost } from '@cull/postgres';
import {
  type AnyQueue,
  type OnError,
  openBackend,
  POSTGRES_CONNECTIONS,
  type QueueConnection,
} from './backend';
import { ANSWER_WITHIN_MS, closeBefore, within } from './deadline';
import { JOB_NAMES, type QueueName, SHARD_COUNT, samplesQueueOf } from './names';
import { type KillStepToAdd, killStepToAdd, PAYLOADS, type Payload } from './payloads';
import { retireOldQueues } from './retired';

/** Finished jobs are of no use to anyone: what happened is in the database. */
const KEEP_NOTHING = { removeOnComplete: true, removeOnFail: true } as const;

/** BullMQ keeps thousands of events a queue for listeners; Cull has none, and PostgreSQL would store them all. */
const KEEP_FEW_EVENTS = { events: { maxLen: 100 } } as const;

/** Eight attempts over about half a minute; then a step is marked failed and announced, and samples are given up. */
const TRY_AGAIN = { attempts: 8, backoff: { type: 'exponential', delay: 250, jitter: 0.5 } } as const;

/** On PostgreSQL a bulk costs some 8 ms before its first job: so many are added sooner one by one. */
const FEW = 5;

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
  /** When the samples were added that wait longest, by shard, epoch milliseconds; null where none waits. */
  samplesWaitingSince(): Promise<readonly (number | null)[]>;
  depths(): Promise<Readonly<Record<QueueName, QueueDepth>>>;
  /** Says what is wrong with the server though it answers; null where nothing is. Throws when the queue's server does not answer. */
  ping(): Promise<string | null>;
  /** Removes what earlier versions left on the queue's server; pushed samples that wait there go to their shards. */
  retireOldQueues(): Promise<void>;
  /** Opens the queues for schedules; see `ensureSchedules`. */
  readonly queues: Readonly<Record<Exclude<QueueName, 'samples'>, AnyQueue>>;
  /** By shard. */
  readonly samples: readonly AnyQueue[];
  /** Safe to call twice. */
  close(): Promise<void>;
}

export function createProducer(connection: QueueConnection, onError: OnError): Producer {
  const backend = openBackend(connection, 'produce', onError);
  const open = (name: string) =>
    backend.queue(name, { defaultJobOptions: KEEP_NOTHING, streams: KEEP_FEW_EVENTS });
  const queues = {
    'kill-steps': open('kill-steps'),
    notifications: open('notifications'),
    maintenance: open('maintenance'),
  } as const satisfies Record<Exclude<QueueName, 'samples'>, AnyQueue>;
  const samples = Array.from({ length: SHARD_COUNT }, (_, shard) => open(samplesQueueOf(shard)));

  const add = async (
    queue: AnyQueue,
    name: QueueName,
    jobs: readonly Pick<NewJob, 'data' | 'opts'>[],
  ): Promise<void> => {
    if (jobs.length === 0) return;
    const named = jobs.map((job) => ({ ...job, name: JOB_NAMES[name] }));
    const send = () =>
      jobs.length <= FEW
        ? Promise.all(named.map(({ data, opts }) => queue.add(JOB_NAMES[name], data, opts)))
        : queue.addBulk(named);
    await within(ANSWER_WITHIN_MS, `add to ${name}`, throughAnyConnection(send));
  };
  const addSamples = async (jobs: readonly Payload<'samples'>[]) => {
    const parsed = jobs.map((job) => PAYLOADS.samples.parse(job));
    await Promise.all(
      parsed.map((data) => {
        const queue = samples[data.shard];
        if (queue === undefined) throw new RangeError(`there is no queue for shard ${data.shard}`);
        return add(queue, 'samples', [{ data, opts: TRY_AGAIN }]);
      }),
    );
  };
  let closing: Promise<void> | undefined;
  return {
    queues,
    samples,
    retireOldQueues: () => retireOldQueues(open, addSamples),
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
        queues['kill-steps'],
        'kill-steps',
        steps.map((step) => {
          const { delayMs = 0, ...data } = killStepToAdd.parse(step);
          return { data, opts: { ...TRY_AGAIN, jobId: data.stepId, delay: delayMs } };
        }),
      ),
    addNotifications: async (notifications) =>
      add(
        queues.notifications,
        'notifications',
        notifications.map((notification) => {
          const data = PAYLOADS.notifications.parse(notification);
          return { data, opts: { jobId: data.channelId } };
        }),
      ),
    samplesWaitingSince: async () => {
      const depths = Promise.all(samples.map(depthOf));
      return (await within(ANSWER_WITHIN_MS, 'look at the samples that wait', depths)).map(
        ({ oldestAt }) => oldestAt,
      );
    },
    depths: async () => {
      const [byShard, killSteps, notifications, maintenance] = await within(
        ANSWER_WITHIN_MS,
        'count the jobs',
        Promise.all([
          Promise.all(samples.map(depthOf)),
          depthOf(queues['kill-steps']),
          depthOf(queues.notifications),
          depthOf(queues.maintenance),
        ]),
      );
      return { samples: sumOf(byShard), 'kill-steps': killSteps, notifications, maintenance };
    },
    ping: () => within(ANSWER_WITHIN_MS, 'ping the queue server', backend.ping()),
    close: () => {
      closing ??= closeBefore(
        () => Promise.all([...Object.values(queues), ...samples].map((queue) => queue.close())),
        backend,
        onError,
      );
      return closing;
    },
  };
}

/**
 * Sends again what an old primary refuses after a failover, to which connections may still lead: each refusal drops one. What is
 * added twice does no harm.
 */
async function throughAnyConnection(send: () => Promise<unknown>): Promise<void> {
  for (let others: number = POSTGRES_CONNECTIONS.produce; ; others -= 1) {
    try {
      await send();
      return;
    } catch (error) {
      if (!isLost(error) || others === 0) throw error;
    }
  }
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

function sumOf(depths: readonly QueueDepth[]): QueueDepth {
  const sum = (of: (depth: QueueDepth) => number) => depths.reduce((total, depth) => total + of(depth), 0);
  const oldest = depths.flatMap(({ oldestAt }) => oldestAt ?? []);
  return {
    waiting: sum(({ waiting }) => waiting),
    active: sum(({ active }) => active),
    delayed: sum(({ delayed }) => delayed),
    failed: sum(({ failed }) => failed),
    oldestAt: oldest.length === 0 ? null : Math.min(...oldest),
  };
}
