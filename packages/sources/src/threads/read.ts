import type { SourceFailure } from '../failure';
import type { RequestOptions, SourceReading } from '../port';
import { failed, type Result } from '../result';
import type { RawAnswer } from '../transport/answer';
import { batchForm, parseBatch } from './batch';
import type { GraphCaller } from './caller';
import { insightsPath, leanInsightsPath, parseInsights } from './insights';

/** Reads one post with a request of its own. */
export async function readPost(
  caller: GraphCaller,
  postId: string,
  options: RequestOptions,
): Promise<SourceReading> {
  const answer = await caller.send({ method: 'GET', path: insightsPath(postId) }, options);
  return toReading(postId, answer.ok ? caller.text(answer.value) : answer, caller.now());
}

/** Reads up to 50 posts with one request; readings are in the order asked. */
export async function readBatch(
  caller: GraphCaller,
  postIds: readonly string[],
  options: RequestOptions,
): Promise<readonly SourceReading[]> {
  const form = batchForm(postIds.map(leanInsightsPath));
  const answer = await caller.send({ method: 'POST', path: '', form }, options);
  const observedAt = caller.now();
  const parts = partsOf(caller, answer, postIds.length);
  return postIds.map((postId, index) => {
    if (!parts.ok) return { ...parts, postId };
    const part = parts.value[index] ?? null;
    return toReading(postId, part === null ? failed(notReached) : caller.text(part), observedAt);
  });
}

function partsOf(caller: GraphCaller, answer: Result<RawAnswer>, count: number) {
  if (!answer.ok) return answer;
  const text = caller.text(answer.value);
  return text.ok ? parseBatch(answer.value, count) : text;
}

function toReading(postId: string, answer: Result<string>, observedAt: number): SourceReading {
  const counters = answer.ok ? parseInsights(answer.value) : answer;
  return counters.ok ? { ok: true, postId, observedAt, ...counters.value } : { ...counters, postId };
}

const notReached: SourceFailure = {
  code: 'unavailable',
  cause: 'timeout',
  detail: 'The Threads API ran out of time before it came to this post of the batch.',
};
