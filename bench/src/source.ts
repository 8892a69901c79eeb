import type { Latency } from './latency';

/** How the audience of a post behaves: the fields of the look-alike's settings that the benchmarks vary. */
export interface AudienceOptions {
  readonly viewsPerMinute: number;
  /** Interactions per view until the drop. */
  readonly engagementRate: number;
  /** Mean of the exponential delay between a view and its reaction. */
  readonly reactionDelaySeconds: number;
  /** Age of the post from which its views no longer engage; null for a post that never drops. */
  readonly dropAfterSeconds: number | null;
  /** Minutes in which the views per minute halve. */
  readonly decayMinutes: number;
}

/** A post at the source, and when it was published in epoch milliseconds. */
export interface SourcePost {
  readonly postId: string;
  readonly publishedAt: number;
}

/** What an account of the look-alike can be told. */
export interface AccountSettings {
  readonly accessToken?: string;
  readonly tokenExpiresAt?: string;
  readonly quotas?: { readonly calls: number };
}

/** The look-alike's control face, as far as the benchmarks use it. */
export interface Source {
  /** Makes posts whose audience engages well, and from `dropAfterSeconds` on not at all; of an account, if one is named. */
  publish(count: number, dropAfterSeconds: number, accountId?: string): Promise<string[]>;
  /** Publishes posts with this audience, for an account if one is named. */
  publishMany(count: number, audience: AudienceOptions, accountId?: string): Promise<SourcePost[]>;
  /** Publishes one post with this audience. */
  publishOne(audience: AudienceOptions): Promise<SourcePost>;
  /** Has each answer held back from now on. */
  slowDown(latency: Latency): Promise<void>;
  /** Creates or changes an account; the fields are those of the look-alike's control face. */
  createAccount(accountId: string, changes: AccountSettings): Promise<void>;
  updateAccount(accountId: string, changes: AccountSettings): Promise<void>;
  /** How often the insights of each post were asked for. */
  reads(postIds: readonly string[]): Promise<number[]>;
  /** When the kill criterion first held at the source, epoch milliseconds; null where it has not. */
  truths(postIds: readonly string[], expected: number): Promise<Map<string, number | null>>;
}

const ENGAGED = {
  viewsPerMinute: 600,
  decayMinutes: 120,
  // Twice the expected rate, so that chance never crosses the kill threshold before the drop does.
  engagementRate: 0.12,
  reactionDelaySeconds: 0,
} as const;

export function connectSource(url: string): Source {
  const call = async (path: string, body: unknown, method: 'POST' | 'PUT' = 'POST') => {
    const response = await fetch(`${url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  const publishMany: Source['publishMany'] = async (count, audience, accountId) => {
    const { posts } = await call('posts', { count, audience: toSettings(audience), accountId });
    return posts.map(({ postId, publishedAt }: { postId: string; publishedAt: string }) => ({
      postId,
      publishedAt: Date.parse(publishedAt),
    }));
  };
  return {
    publishMany,
    publish: async (count, dropAfterSeconds, accountId) => {
      const posts = await publishMany(count, { ...ENGAGED, dropAfterSeconds }, accountId);
      return posts.map(({ postId }) => postId);
    },
    publishOne: async (audience) => {
      const [post] = await publishMany(1, audience);
      if (post === undefined) throw new Error('posts answered without the post');
      return post;
    },
    slowDown: async (latency) => {
      await call('faults', { kind: 'slow', delayMs: latency }, 'PUT');
    },
    createAccount: async (accountId, changes) => {
      await call('accounts', { accountId, ...changes });
    },
    updateAccount: async (accountId, changes) => {
      await call(`accounts/${accountId}`, changes, 'PUT');
    },
    reads: async (postIds) => {
      // The truth of a post comes with its reads; the criterion does not matter for them.
      const { results } = await call('truth', { posts: postIds.map((postId) => ({ postId, expected: 1 })) });
      return results.map(({ reads }: { reads: number }) => reads);
    },
    truths: async (postIds, expected) => {
      const { results } = await call('truth', { posts: postIds.map((postId) => ({ postId, expected })) });
      return new Map(
        results.map((result: { postId: string; firstTrueAt: string | null }) => [
          result.postId,
          result.firstTrueAt === null ? null : Date.parse(result.firstTrueAt),
        ]),
      );
    },
  };
}

function toSettings(audience: AudienceOptions) {
  const { viewsPerMinute, reactionDelaySeconds, dropAfterSeconds, ...rest } = audience;
  return {
    ...rest,
    expectedViewsPerMinute: viewsPerMinute,
    reactionLagSeconds: reactionDelaySeconds,
    burstiness: 0,
    drop: dropAfterSeconds === null ? null : { afterSeconds: dropAfterSeconds, engagementRate: 0 },
  };
}
