import { z } from 'zod';
import type { ThreadsFailure } from './errors';
import { parseJson } from './parse';
import { type Result, unwrap } from './result';
import type { GraphRequest, Transport } from './transport';

/** Deleting a post that is gone already has succeeded too. */
export type DeleteResult =
  | { readonly ok: true; readonly postId: string; readonly alreadyGone: boolean }
  | { readonly ok: false; readonly postId: string; readonly failure: ThreadsFailure };

export interface NewPost {
  /** The Threads user that publishes; `me` for the owner of the token. */
  readonly userId: string;
  readonly text: string;
  /** Further parameters for the container, passed through as they are. */
  readonly parameters?: Readonly<Record<string, string>>;
}

const deletedSchema = z.object({ success: z.literal(true, { error: 'true' }) }, { error: 'an object' });
const createdSchema = z.object({ id: z.string({ error: 'an id' }).min(1, 'an id') }, { error: 'an object' });

/** Takes a post down. Never rejects. */
export async function deletePost(
  transport: Transport,
  postId: string,
  signal?: AbortSignal,
): Promise<DeleteResult> {
  const request: GraphRequest = { method: 'DELETE', path: encodeURIComponent(postId) };
  const result = await call(transport, request, deletedSchema, signal);
  if (result.ok) return { ok: true, postId, alreadyGone: false };
  if (result.failure.code === 'post_gone') return { ok: true, postId, alreadyGone: true };
  return { ...result, postId };
}

/**
 * Publishes a text in the API's two steps: a container, then its publication.
 *
 * @throws ThreadsError. After a failure of the second step the post may or may not be up: nothing is sent twice.
 */
export async function publishPost(
  transport: Transport,
  post: NewPost,
  signal?: AbortSignal,
): Promise<{ postId: string }> {
  const user = encodeURIComponent(post.userId);
  const create = async (path: string, form: Readonly<Record<string, string>>) =>
    unwrap(await call(transport, { method: 'POST', path, form }, createdSchema, signal)).id;
  const creationId = await create(`${user}/threads`, {
    media_type: 'TEXT',
    text: post.text,
    ...post.parameters,
  });
  return { postId: await create(`${user}/threads_publish`, { creation_id: creationId }) };
}

/** A cheap call that shows whether source and token work. Throws a ThreadsError. */
export async function ping(transport: Transport, signal?: AbortSignal): Promise<void> {
  unwrap(await call(transport, { method: 'GET', path: 'me?fields=id' }, createdSchema, signal));
}

async function call<T extends z.ZodType>(
  transport: Transport,
  request: GraphRequest,
  schema: T,
  signal: AbortSignal | undefined,
): Promise<Result<z.output<T>>> {
  const answer = await transport.send(request, signal);
  const result = transport.cleaned(answer.ok ? parseJson(schema, answer.value) : answer);
  transport.conclude(result);
  return result;
}
