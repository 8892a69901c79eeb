/**
 * Does jobs side by side. A free lane takes the first job that may begin, so the longest belong in front.
 * @template {{ after?: object }} Job `after` is the job that has to end before.
 * @param {readonly Job[]} jobs
 * @param {number} lanes How many at once, from 1.
 * @param {(job: Job) => Promise<void>} work
 * @throws What `work` throws; other jobs may still run then.
 */
export async function inLanes(jobs, lanes, work) {
  const waiting = [...jobs];
  const running = new Map();
  while (waiting.length + running.size > 0) {
    while (running.size < lanes) {
      const next = waiting.findIndex(({ after }) => !waiting.includes(after) && !running.has(after));
      if (next < 0) break;
      const [job] = waiting.splice(next, 1);
      running.set(
        job,
        work(job).finally(() => running.delete(job)),
      );
    }
    await Promise.race(running.values());
  }
}
