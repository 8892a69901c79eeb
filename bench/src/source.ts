/** The look-alike's control face, as far as the benchmarks use it. */
export interface Source {
  /** Makes posts whose audience engages well, and from `dropAfterSeconds` on not at all. */
  publish(count: number, dropAfterSeconds: number): Promise<string[]>;
  /** When the kill criterion first held at the source, epoch milliseconds; null where it has not. */
  truths(postIds: readonly string[], expected: number): Promise<Map<string, number | null>>;
}

const AUDIENCE = {
  expectedViewsPerMinute: 600,
  decayMinutes: 120,
  // Twice the expected rate, so that chance never crosses the kill line before the drop does.
  engagementRate: 0.12,
  reactionLagSeconds: 0,
  burstiness: 0,
} as const;

export function connectSource(url: string): Source {
  const call = async (path: string, body: unknown) => {
    const response = await fetch(`${url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  return {
    publish: async (count, dropAfterSeconds) => {
      const drop = { afterSeconds: dropAfterSeconds, engagementRate: 0 };
      const { posts } = await call('posts', { count, audience: { ...AUDIENCE, drop } });
      return posts.map((post: { postId: string }) => post.postId);
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
