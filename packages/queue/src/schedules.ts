import type { AnyQueue } from './backend';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { JOB_NAMES } from './names';
import { PAYLOADS } from './payloads';
import type { Producer } from './producer';

const HOUR_MS = 3_600_000;
const CLEAN_UP_EVERY_MS = 60_000;
const FOLLOW_KILLS_EVERY_MS = 5_000;
const LEARN_EVERY_MS = 600_000;
const ACCOUNTS_EVERY_MS = 60_000;
/**
 * A schedule whose next job is overdue by this much, and by several intervals, is taken to have lost that job. Where
 * the job is only late nothing is doubled: BullMQ lets one job alone carry a schedule on.
 */
const LOST_AFTER_MS = 5_000;
const LOST_AFTER_INTERVALS = 5;

interface Schedule {
  readonly key: string;
  readonly everyMs: number;
  readonly name: string;
  readonly data: unknown;
}

/**
 * Makes sure that the maintenance runs, and removes schedules that nobody has asked for. Doing it again changes nothing,
 * unless a schedule was lost or has stopped.
 * @param now Epoch milliseconds.
 * @throws Within seconds, where the queue's server does not answer.
 */
export async function ensureSchedules({ queues }: Producer, now: () => number = Date.now): Promise<void> {
  const maintenance = [
    { task: 'retention', everyMs: HOUR_MS },
    { task: 'clean_up', everyMs: CLEAN_UP_EVERY_MS },
    { task: 'follow_kills', everyMs: FOLLOW_KILLS_EVERY_MS },
    { task: 'learn', everyMs: LEARN_EVERY_MS },
    { task: 'accounts', everyMs: ACCOUNTS_EVERY_MS },
  ].map(({ task, everyMs }) => ({
    key: task,
    everyMs,
    name: JOB_NAMES.maintenance,
    data: PAYLOADS.maintenance.parse({ task }),
  }));
  await ensure(queues.maintenance, maintenance, now());
}

async function ensure(queue: AnyQueue, wanted: readonly Schedule[], at: number): Promise<void> {
  const schedules = await answered('read the schedules', queue.getJobSchedulers());
  const existing = new Map(schedules.map((schedule) => [schedule.key, schedule]));
  for (const { key, everyMs, name, data } of wanted) {
    const found = existing.get(key);
    existing.delete(key);
    // An unchanged schedule is left alone: touching it would move its next job.
    if (Number(found?.every) === everyMs && !hasStopped(found?.next, everyMs, at)) continue;
    await answered(`schedule ${key}`, queue.upsertJobScheduler(key, { every: everyMs }, { name, data }));
  }
  for (const key of existing.keys()) await answered(`remove schedule ${key}`, queue.removeJobScheduler(key));
}

function answered<Answer>(what: string, asked: Promise<Answer>): Promise<Answer> {
  return within(ANSWER_WITHIN_MS, what, asked);
}

/** Each job puts the next one on the queue as it begins; where that failed once, none would ever come again. */
function hasStopped(next: number | undefined, everyMs: number, at: number): boolean {
  return next === undefined || at - next > Math.max(LOST_AFTER_MS, LOST_AFTER_INTERVALS * everyMs);
}
