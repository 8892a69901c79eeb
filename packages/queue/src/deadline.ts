/** How long an answer from the queue's server may take before its asker is told that there is none. */
export const ANSWER_WITHIN_MS = 5_000;
/** How long jobs under way may take to finish once their worker is told to close. */
const FINISH_WITHIN_MS = 5_000;
const LET_GO_WITHIN_MS = 2_000;

/**
 * Waits for `work`, but not forever; what it comes to later is of no interest to anyone.
 * @throws What `work` throws, or an error that names it when it has taken more than `ms` milliseconds.
 */
export async function within<Result>(ms: number, what: string, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not done within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Closes what is on a backend, then the backend, each within its time: a job that hangs or a server that is away keeps
 * no process from ending. Such a job is taken over by another worker once its lease has run out.
 * @param onError Called for what failed to close or did not close in time; nothing is thrown.
 */
export async function closeBefore(
  parts: () => Promise<unknown>,
  backend: { close(): Promise<void> },
  onError: (error: Error) => void,
): Promise<void> {
  const tell = (error: unknown) => onError(error instanceof Error ? error : new Error(String(error)));
  await within(FINISH_WITHIN_MS, 'close the queues', parts()).catch(tell);
  await within(LET_GO_WITHIN_MS, 'release the queue server', backend.close()).catch(tell);
}
