import {
  type Database,
  type MonitoringRow,
  type PostedSession,
  type Posting,
  postTogether,
  readNewestSessions,
  type VerifiedApiKey,
  verifyApiKeys,
} from '@cull/db';
import { createBatcher } from '@cull/queue';

/** The most frequent calls: those of the same moment share one statement, or one transaction. */
export interface Batches {
  /** The key that was presented; null for one that is unknown, expired or revoked. Looked up after it was presented. */
  verifyKey(key: string): Promise<VerifiedApiKey | null>;
  /** A variant's newest session; null for one that was never posted. */
  newestSession(variantId: string): Promise<MonitoringRow | null>;
  /** Starts a posting's session, or meets the one there is; see `postVariants`. */
  post(posting: Posting): Promise<PostedSession>;
}

/** The next gathers while one is under way: more at once would only make the groups smaller. */
const SHARED = { maxItems: 200, maxRunning: 2, maxWaitMs: 5_000 } as const;

/** @param now Epoch milliseconds. */
export function createBatches({ pool }: Pick<Database, 'pool'>, now: () => number): Batches {
  const post = createBatcher({
    ...SHARED,
    run: (postings: readonly Posting[]) => postTogether(pool, postings, now()),
  });
  return {
    verifyKey: createBatcher({
      ...SHARED,
      run: (keys: readonly string[]) => verifyApiKeys({ pool }, keys, now()),
    }),
    newestSession: createBatcher({
      ...SHARED,
      run: (variantIds: readonly string[]) => readNewestSessions(pool, variantIds),
    }),
    post: async (posting) => {
      const outcome = await post(posting);
      if (outcome.status === 'rejected') throw outcome.reason;
      return outcome.value;
    },
  };
}
