import { batchParameter, chunked, MOST_CALLS, parseBatch } from './batch';
import type { ThreadsFailure } from './errors';
import { type InsightsResult, insightsPath, leanInsightsPath, parseInsights } from './insights';
import { failed, type Result } from './result';
import type { Transport } from './transport';

/** What a reading needs: the way to the source, and the clock (epoch milliseconds). */
export interface Reading {
  readonly transport: Transport;
  readonly now: () => number;
}

/** One request for each post. Never rejects; results are in the order asked. */
export function readOneByOne(
  { transport, now }: Reading,
  postIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly InsightsResult[]> {
  return Promise.all(
    postIds.map(async (postId) => {
      const answer = await transport.send({ method: 'GET', path: insightsPath(postId) }, signal);
      const result = transport.cleaned(toResult(postId, answer, now()));
      transport.conclude(result);
      return result;
    }),
  );
}

/** One request for every 50 posts. Never rejects; results are in the order asked. */
export async function readInBatches(
  reading: Reading,
  postIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly InsightsResult[]> {
  const batches = chunked(postIds, MOST_CALLS).map((chunk) => readBatch(reading, chunk, signal));
  return (await Promise.all(batches)).flat();
}

async function readBatch(
  { transport, now }: Reading,
  postIds: readonly string[],
  signal?: AbortSignal,
): Promise<readonly InsightsResult[]> {
  const batch = batchParameter(postIds.map(leanInsightsPath));
  const answer = await transport.send(
    { method: 'POST', path: '', form: { batch, include_headers: 'false' } },
    signal,
  );
  const observedAt = now();
  const parts = answer.ok ? parseBatch(answer.value, postIds.length) : answer;
  const results = postIds.map((postId, index) => {
    if (!parts.ok) return transport.cleaned({ ...parts, postId });
    const part = parts.value[index] ?? null;
    const read = part === null ? failed(notReached()) : transport.read(part);
    return transport.cleaned(toResult(postId, read, observedAt));
  });
  const telling = mostTelling(results);
  if (telling !== undefined) transport.conclude(telling);
  return results;
}

/** The result that speaks for a whole batch: any "slow down", or else any post served, or else what went wrong. */
function mostTelling(results: readonly InsightsResult[]): InsightsResult | undefined {
  const hasCode = (code: ThreadsFailure['code']) => (result: InsightsResult) =>
    !result.ok && result.failure.code === code;
  return (
    results.find(hasCode('rate_limited')) ??
    results.find(({ ok }) => ok) ??
    results.find(hasCode('post_gone')) ??
    results[0]
  );
}

function toResult(postId: string, answer: Result<string>, observedAt: number): InsightsResult {
  const counters = answer.ok ? parseInsights(answer.value) : answer;
  return counters.ok ? { ok: true, postId, observedAt, ...counters.value } : { ...counters, postId };
}

function notReached(): ThreadsFailure {
  const detail = 'The Threads API ran out of time before it came to this post of the batch.';
  return { code: 'unavailable', cause: 'timeout', detail };
}
