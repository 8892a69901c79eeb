import type { KillStepTask } from '@cull/db';
import type { UnavailableCause } from '@cull/sources';
import type { WorkerContext } from '../context';

/** A refusal that names a time, or that no attempt can help against for now: the step waits, and uses up no attempt. */
export class PostponedError extends Error {
  override readonly name = 'PostponedError';

  constructor(
    message: string,
    /** Epoch milliseconds. */
    readonly until: number,
  ) {
    super(message);
  }
}

/** Without a time of its own, it is tried again after this long. */
const WAIT_MS = 60_000;
/** Of a source that does not answer. */
const AWAY_MS = 10_000;
const OUT_OF_REACH: ReadonlySet<UnavailableCause> = new Set(['network', 'timeout', 'cancelled']);

/**
 * Deletes the post at the source, which reads back that it is gone.
 * @throws Error in words for the person on call when the source did not delete it; it is tried again.
 * @throws PostponedError where the source says when, or refuses the token.
 */
export async function deletePost(
  { accountId, postId, wasRead }: KillStepTask,
  { checks, now }: WorkerContext,
): Promise<void> {
  const removal = await checks.remove(accountId, postId, wasRead);
  if (removal.ok) return;
  const { failure } = removal;
  const message = `the source did not delete the post: ${failure.code}: ${failure.detail}`;
  if (failure.code === 'rate_limited') throw new PostponedError(message, failure.retryAt ?? now() + WAIT_MS);
  // Until somebody connects the account again.
  if (failure.code === 'token_invalid') throw new PostponedError(message, now() + WAIT_MS);
  // A source that is out of reach is no fault of the step; one that answers with an error may be.
  if (failure.code === 'unavailable' && OUT_OF_REACH.has(failure.cause))
    throw new PostponedError(message, now() + AWAY_MS);
  throw new Error(message);
}
