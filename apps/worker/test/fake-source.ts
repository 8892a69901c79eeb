import type { Removal, SourceCapabilities, SourceClient, SourceFailure, SourceReading } from '@cull/sources';

/** A source of which a test says what it answers, and when. */
export interface FakeSource extends SourceClient {
  /** Each request's posts, in the order in which they were sent. */
  readonly asked: (readonly string[])[];
  readonly removed: string[];
  /** How many requests are under way. */
  underWay(): number;
}

export interface FakeSourceOptions {
  readonly capabilities?: Partial<SourceCapabilities>;
  /** What a post's reading is, at once or later. */
  readonly read?: (postId: string) => Promise<SourceReading> | SourceReading;
  readonly remove?: (postId: string, wasRead: boolean) => Removal;
  readonly test?: () => SourceFailure | null;
  /** What the source reports its limit. */
  readonly usedPercent?: () => number | null;
}

export function fakeSource({
  capabilities,
  read = served,
  remove,
  test,
  usedPercent = () => null,
}: FakeSourceOptions = {}): FakeSource {
  const asked: (readonly string[])[] = [];
  const removed: string[] = [];
  let underWay = 0;
  return {
    asked,
    removed,
    underWay: () => underWay,
    capabilities: {
      postsPerRequest: 1,
      canRemove: true,
      callsPerDay: null,
      callsPerView: null,
      removalsPerDay: null,
      ...capabilities,
    },
    async read(postIds) {
      asked.push(postIds);
      underWay += 1;
      try {
        return await Promise.all(postIds.map(read));
      } finally {
        underWay -= 1;
      }
    },
    async remove(postId, { wasRead }) {
      removed.push(postId);
      return remove?.(postId, wasRead) ?? { ok: true, wasGone: false };
    },
    test: async () => test?.() ?? null,
    usage: () => ({ usedPercent: usedPercent(), callsPerDay: null }),
    close: async () => {},
  };
}

export function served(postId: string): SourceReading {
  return { ok: true, postId, observedAt: Date.now(), views: 100, interactions: 6 };
}

export const failing =
  (failure: SourceFailure) =>
  (postId: string): SourceReading => ({ ok: false, postId, failure });
