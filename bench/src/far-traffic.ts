import type { Cull } from '@cull/launcher';
import type pg from 'pg';
import { mutate } from './load';
import { type Summary, summarize } from './percentiles';
import { connectSource } from './source';

const EXPECTED = 0.06;
/** The longest that the look-alike can simulate: views stay constant for a window. */
const DECAY_MINUTES = 10_080;
const WINDOW_MS = 600_000;
const MAX_POSTS = 1_000;

/** Variants that engage exactly as expected, and when the first one was published. */
export interface HealthyVariants {
  readonly viewsPerMinute: number;
  readonly postIds: readonly string[];
  /** Epoch milliseconds. */
  readonly publishedAt: number;
}

/** Makes healthy variants live: posts of an account, of a persona with its name. */
export async function postHealthy(
  { url, fakeThreadsUrl }: Cull,
  count: number,
  viewsPerMinute: number,
  accountId: string | undefined,
): Promise<HealthyVariants> {
  const audience = {
    viewsPerMinute,
    engagementRate: EXPECTED,
    // At once: to the letter of the rule, a fast post whose reactions lag would have to be killed while it is young.
    reactionDelaySeconds: 0,
    dropAfterSeconds: null,
    decayMinutes: DECAY_MINUTES,
  };
  const source = connectSource(fakeThreadsUrl);
  const publishedAt = Date.now();
  const postIds: string[] = [];
  for (let left = count; left > 0; left -= MAX_POSTS) {
    const posts = await source.publishMany(Math.min(MAX_POSTS, left), audience, accountId);
    postIds.push(...posts.map(({ postId }) => postId));
    const variants = posts.map(({ postId }) => ({
      variantId: postId,
      postId,
      personaId: accountId ?? 'bench',
      expectedEngagementRate: EXPECTED,
    }));
    await mutate(url, 'variants.postedMany', { variants });
  }
  return { viewsPerMinute, postIds, publishedAt };
}

/**
 * Counts, at the look-alike, the calls for each variant that is still live, and scales them to a window of ten minutes.
 * Variants that chance has killed are left out.
 */
export async function callsPerWindow(
  { fakeThreadsUrl }: Cull,
  db: pg.Pool,
  { postIds, publishedAt }: HealthyVariants,
): Promise<Summary> {
  const { rows } = await db.query<{ postId: string }>(
    `SELECT post_id AS "postId" FROM variant_monitoring WHERE status = 'monitoring' AND post_id = ANY($1)`,
    [postIds],
  );
  const reads = await connectSource(fakeThreadsUrl).reads(rows.map(({ postId }) => postId));
  const scale = WINDOW_MS / (Date.now() - publishedAt);
  return summarize(reads.map((count) => count * scale));
}
