import type { Cull } from '@cull/launcher';
import { API_KEY } from './api-key';
import { connectSource } from './source';

const A_CALL = 500;
/** Later than any benchmark looks: the variant stays live. */
const NEVER_SECONDS = 86_400;

/** The API asks to be left alone for a while. */
export class TryAgainLater extends Error {
  constructor(readonly seconds: number) {
    super(`try again in ${seconds} s`);
  }
}

/** Calls a mutation by itself: the typed client would put calls of the same moment into one request. */
export async function mutate(url: string, procedure: string, input: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/trpc/${procedure}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  const text = await response.text();
  if (response.status === 429) throw new TryAgainLater(Number(response.headers.get('retry-after')));
  if (!response.ok) throw new Error(`${procedure} answered ${response.status}: ${text}`);
  return JSON.parse(text).result.data;
}

/**
 * Calls again and again, so many at a time, for so long.
 * @returns How long each call took, and all together, in milliseconds.
 */
export async function repeat(
  concurrency: number,
  forMs: number,
  call: () => Promise<unknown>,
): Promise<{ readonly durations: readonly number[]; readonly tookMs: number }> {
  const durations: number[] = [];
  const begin = performance.now();
  const caller = async () => {
    while (performance.now() - begin < forMs) {
      const called = performance.now();
      await call();
      durations.push(performance.now() - called);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  return { durations, tookMs: performance.now() - begin };
}

/** A posting of a variant whose counters are pushed. */
export function aPosting(variantId: string) {
  return {
    variantId,
    postId: `post-of-${variantId}`,
    personaId: 'bench',
    source: 'push' as const,
    expectedEngagementRate: 0.06,
    scheduledPosts: [{ id: 'next', publishAt: new Date(Date.now() + 86_400_000).toISOString() }],
  };
}

/** Posts variants with these names before the numbers, a thousand a call. */
export async function postAll(url: string, name: string, count: number): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  for (let from = 0; from < count; from += 1_000) {
    await mutate(url, 'variants.postedMany', { variants: ids.slice(from, from + 1_000).map(aPosting) });
  }
  return ids;
}

/** Posts variants that stay live and engage well at the look-alike, whose counters Cull reads itself. */
export async function postPolled({ url, fakeThreadsUrl }: Cull, count: number): Promise<void> {
  const source = connectSource(fakeThreadsUrl);
  for (let left = count; left > 0; left -= A_CALL) {
    const postIds = await source.publish(Math.min(A_CALL, left), NEVER_SECONDS);
    const variants = postIds.map((postId) => ({
      variantId: postId,
      postId,
      personaId: 'bench',
      expectedEngagementRate: 0.06,
    }));
    await mutate(url, 'variants.postedMany', { variants });
  }
}
