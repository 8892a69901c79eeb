import type { WorkerContext } from './context';

/** Returns what asks how the queue's server is set up. What is wrong with one that answers is logged once, until that changes. */
export function createQueueCheck({
  producer,
  log,
}: Pick<WorkerContext, 'producer' | 'log'>): () => Promise<void> {
  let known: string | null = null;
  return async () => {
    const problem = await producer.ping();
    if (problem !== null && problem !== known) log.warn(problem);
    known = problem;
  };
}
