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
  const readings = postIds.map((postId, index) => {
    if (!parts.ok) return { ...parts, postId };
    const part = parts.value[index] ?? null;
    return toReading(postId, part === null ? failed(notReached) : caller.text(part), observedAt);
  });
  return parts.ok ? scoped(readings) : readings;
}

function partsOf(caller: GraphCaller, answer: Result<RawAnswer>, count: number) {
  if (!answer.ok) return answer;
  const text = caller.text(answer.value);
  return text.ok ? parseBatch(answer.value, count) : text;
}

/**
 * Gives limits the scope that a batch proves: where a later call of the same batch was answered, the account is not limited, and
 * the refusal concerns its post alone.
 */
function scoped(readings: readonly SourceReading[]): readonly SourceReading[] {
  const lastAnswered = readings.findLastIndex(isAnswered);
  return readings.map((reading, index) => {
    if (reading.ok || reading.failure.code !== 'rate_limited' || index > lastAnswered) return reading;
    return { ...reading, failure: { ...reading.failure, scope: 'post' } };
  });
}

/** Whether the API looked the post up, whatever it found. */
function isAnswered(reading: SourceReading): boolean {
  return reading.ok || ANSWERS.includes(reading.failure.code);
}

const ANSWERS: readonly SourceFailure['code'][] = ['post_gone', 'no_counters', 'no_reading'];

function toReading(postId: string, answer: Result<string>, observedAt: number): SourceReading {
  const counters = answer.ok ? parseInsights(answer.value) : answer;
  return counters.ok ? { ok: true, postId, observedAt, ...counters.value } : { ...counters, postId };
}

const notReached: SourceFailure = {
  code: 'unavailable',
  cause: 'timeout',
  detail: 'The Threads API ran out of time before it came to this post of the batch.',
};
