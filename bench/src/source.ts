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

/** The look-alike's control face, as far as the benchmarks use it. */
export interface Source {
  /** Makes posts whose audience engages well, and from `dropAfterSeconds` on not at all. */
  publish(count: number, dropAfterSeconds: number): Promise<string[]>;
  /** Publishes one post with this audience. */
  publishOne(audience: AudienceOptions): Promise<SourcePost>;
  /** Has each answer held back from now on, in milliseconds. */
  slowDown(delayMs: number): Promise<void>;
  /** When the kill criterion first held at the source, epoch milliseconds; null where it has not. */
  truths(postIds: readonly string[], expected: number): Promise<Map<string, number | null>>;
}

const ENGAGED = {
  viewsPerMinute: 600,
  decayMinutes: 120,
  // Twice the expected rate, so that chance never crosses the kill line before the drop does.
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
  const publish = async (count: number, audience: AudienceOptions): Promise<SourcePost[]> => {
    const { posts } = await call('posts', { count, audience: toSettings(audience) });
    return posts.map(({ postId, publishedAt }: { postId: string; publishedAt: string }) => ({
      postId,
      publishedAt: Date.parse(publishedAt),
    }));
  };
  return {
    publish: async (count, dropAfterSeconds) => {
      const posts = await publish(count, { ...ENGAGED, dropAfterSeconds });
      return posts.map(({ postId }) => postId);
    },
    publishOne: async (audience) => {
      const [post] = await publish(1, audience);
      if (post === undefined) throw new Error('posts answered without the post');
      return post;
    },
    slowDown: async (delayMs) => {
      await call('faults', { kind: 'slow', delayMs }, 'PUT');
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
