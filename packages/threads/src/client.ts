import { z } from 'zod';
import type { SourceHealth } from './health';
import type { InsightsResult } from './insights';
import { type DeleteResult, deletePost, type NewPost, ping, publishPost } from './posts';
import { readInBatches, readOneByOne } from './read';
import { createTransport } from './transport';

export interface ThreadsClientOptions {
  /** Where the API is, without the version: `https://graph.threads.net`. */
  readonly baseUrl: string;
  readonly accessToken: string;
  /** Ask for up to 50 posts in one request, where the server offers that. */
  readonly batch: boolean;
  /** For one request with its answer, milliseconds; 3,000. */
  readonly timeoutMs?: number;
  /** Requests under way at once; 8. */
  readonly concurrency?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
  /** [0, 1), for the jitter of the back-off. */
  readonly random?: () => number;
}

export interface ThreadsClient {
  /** One reading for each post asked, in the same order. Never rejects: what is wrong is in each post's result. */
  readInsights(postIds: readonly string[], signal?: AbortSignal): Promise<readonly InsightsResult[]>;
  /** Takes a post down; one that is gone already counts as done. Never rejects. */
  deletePost(postId: string, signal?: AbortSignal): Promise<DeleteResult>;
  /** Publishes a text. Throws a ThreadsError. */
  publishPost(post: NewPost, signal?: AbortSignal): Promise<{ postId: string }>;
  /** A cheap call that shows whether source and token work. Throws a ThreadsError. */
  ping(signal?: AbortSignal): Promise<void>;
  /** How the source is doing, from the answers so far. */
  readonly health: () => SourceHealth;
  /** Waits for what is under way, then closes the connections. Can be called twice. */
  close(): Promise<void>;
}

const optionsSchema = z.object({
  baseUrl: z.url({ protocol: /^https?$/, error: 'an http or https address' }),
  accessToken: z.string().min(1, 'a token'),
  timeoutMs: z.int('whole milliseconds from 1').min(1, 'whole milliseconds from 1').default(3_000),
  concurrency: z
    .int('a whole number from 1 to 256')
    .min(1)
    .max(256, 'a whole number from 1 to 256')
    .default(8),
});

/**
 * A client of the Threads Graph API (or of a server that speaks the same).
 *
 * @throws An Error that names the option that does not fit and what it needs.
 */
export function createThreadsClient(options: ThreadsClientOptions): ThreadsClient {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`Threads client: ${issue?.path.join('.')} needs ${issue?.message}.`);
  }
  const { baseUrl, accessToken, timeoutMs, concurrency } = parsed.data;
  const { now = Date.now, random = Math.random } = options;
  const transport = createTransport({
    baseUrl: new URL(baseUrl),
    accessToken,
    timeoutMs,
    concurrency,
    now,
    random,
  });
  const readInsights = options.batch ? readInBatches : readOneByOne;
  return {
    readInsights: (postIds, signal) => readInsights({ transport, now }, postIds, signal),
    deletePost: (postId, signal) => deletePost(transport, postId, signal),
    publishPost: (post, signal) => publishPost(transport, post, signal),
    ping: (signal) => ping(transport, signal),
    health: transport.health,
    close: transport.close,
  };
}
