import type { AnyQueue } from './backend';
import { ANSWER_WITHIN_MS, within } from './deadline';
import { PAYLOADS, type Payload } from './payloads';

const AT_ONCE = 500;

/**
 * Removes what versions before the leases left behind: the schedules and jobs of `ticks`, and the one queue of `samples`, whose
 * jobs move to the queues of their shards. Workers that do it at once add some of them twice, which does no harm.
 */
export async function retireOldQueues(
  open: (name: string) => AnyQueue,
  addSamples: (jobs: readonly Payload<'samples'>[]) => Promise<void>,
): Promise<void> {
  const [ticks, samples] = [open('ticks'), open('samples')];
  try {
    for (const { key } of await answered('read the schedules of ticks', ticks.getJobSchedulers()))
      await answered(`remove schedule ${key}`, ticks.removeJobScheduler(key));
    await answered('remove the queue of ticks', ticks.obliterate({ force: true }));
    await moveSamples(samples, addSamples);
    await answered('remove the one queue of samples', samples.obliterate({ force: true }));
  } finally {
    await Promise.all([ticks.close(), samples.close()]);
  }
}

async function moveSamples(
  queue: AnyQueue,
  addSamples: (jobs: readonly Payload<'samples'>[]) => Promise<void>,
): Promise<void> {
  for (let from = 0; ; from += AT_ONCE) {
    const jobs = await answered(
      'read the samples that wait',
      queue.getJobs(['waiting', 'delayed', 'active'], from, from + AT_ONCE - 1),
    );
    if (jobs.length === 0) return;
    await addSamples(jobs.flatMap((job) => PAYLOADS.samples.safeParse(job.data).data ?? []));
  }
}

function answered<Answer>(what: string, asked: Promise<Answer>): Promise<Answer> {
  return within(ANSWER_WITHIN_MS, what, asked);
}
