import { z } from 'zod';
import type { SourceFailure } from '../failure';
import { parseAs } from '../json';
import type { Removal, RequestOptions } from '../port';
import { failed, type Result } from '../result';
import type { GraphCaller } from './caller';
import { readPost } from './read';

const deletedSchema = z.object({ success: z.literal(true, { error: 'true' }) }, { error: 'an object' });

/**
 * Takes a post down and reads back that it is gone.
 *
 * The API says "does not exist" also of posts that a token can't see or may not delete. So it is taken for gone only if this account
 * has read the post before and can't read it now.
 *
 * @param wasRead Whether this account has ever read the post.
 */
export async function removePost(
  caller: GraphCaller,
  postId: string,
  { wasRead, ...options }: RequestOptions & { readonly wasRead: boolean },
): Promise<Removal> {
  const deletion = await deletePost(caller, postId, options);
  const wasGone = !deletion.ok && deletion.failure.code === 'post_gone';
  if (!deletion.ok && !wasGone) return failed(ofRemovals(deletion.failure));
  if (wasGone && !wasRead) return failed(notVisible(deletion.failure));
  const after = await readPost(caller, postId, options);
  if (!after.ok && after.failure.code === 'post_gone') return { ok: true, wasGone };
  // Only a post that is still there is read, or has counters that can't be read.
  const isThere = after.ok || after.failure.code === 'no_reading' || after.failure.code === 'no_counters';
  if (!isThere) return failed(after.failure);
  return failed(wasGone ? mayNotDelete : stillThere);
}

async function deletePost(
  caller: GraphCaller,
  postId: string,
  options: RequestOptions,
): Promise<Result<unknown>> {
  const answer = await caller.send({ method: 'DELETE', path: encodeURIComponent(postId) }, options);
  const text = answer.ok ? caller.text(answer.value) : answer;
  return text.ok ? parseAs(deletedSchema, text.value) : text;
}

/** Deletions have a limit of their own, and one that is used up must not hold back readings. */
function ofRemovals(failure: SourceFailure): SourceFailure {
  return failure.code === 'rate_limited' ? { ...failure, scope: 'removals' } : failure;
}

function notVisible({ detail }: SourceFailure): SourceFailure {
  return {
    code: 'not_permitted',
    detail: `The post is not visible to the token, and was never read with it, so it can't be told whether it is gone. ${detail}`,
  };
}

const mayNotDelete: SourceFailure = {
  code: 'not_permitted',
  detail:
    'The Threads API says that the post does not exist to a deletion, and still shows it to a reading: the token may not delete it. It needs the permission threads_delete.',
};

const stillThere: SourceFailure = {
  code: 'unavailable',
  cause: 'server_error',
  detail: 'The Threads API confirmed the deletion, and still shows the post.',
};
