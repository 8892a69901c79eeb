import type { SourceFailure } from '../failure';
import type { SourceReading } from '../port';

/** So many answers to other posts, for each post that is refused, show that the account is not limited. */
const ANSWERS_FOR_EACH_REFUSED = 10;
/** More refused posts at once are a limit of the account in any case. */
const MAX_REFUSED = 20;

/**
 * Finds out which limits concern one post alone. No code of the Graph API says so: a limit of the account refuses everything, so a
 * post that is refused again while others are answered is limited by itself.
 */
export interface LimitScope {
  /**
   * Takes the readings of one request into account, and gives its limits the scope that is known by then.
   *
   * @param sentAt When the request was sent, epoch milliseconds.
   * @param now When its answer came, epoch milliseconds.
   */
  judge(readings: readonly SourceReading[], sentAt: number, now: number): readonly SourceReading[];
}

export function createLimitScope(): LimitScope {
  const refused = new Map<string, { readonly since: number; answers: number }>();

  const noteAnswer = (postId: string, sentAt: number) => {
    refused.delete(postId);
    // What was sent before a refusal came says nothing about the time after it.
    for (const entry of refused.values()) if (sentAt >= entry.since) entry.answers += 1;
  };
  const isOfPost = (postId: string, now: number): boolean => {
    const entry = refused.get(postId);
    if (entry !== undefined) return entry.answers >= ANSWERS_FOR_EACH_REFUSED * refused.size;
    const [oldest] = refused.keys();
    if (refused.size >= MAX_REFUSED && oldest !== undefined) refused.delete(oldest);
    refused.set(postId, { since: now, answers: 0 });
    return false;
  };

  return {
    judge(readings, sentAt, now) {
      for (const reading of readings) if (isAnswered(reading)) noteAnswer(reading.postId, sentAt);
      const lastAnswered = readings.findLastIndex(isAnswered);
      return readings.map((reading, index) => {
        if (reading.ok || reading.failure.code !== 'rate_limited') return reading;
        // A later call of the same batch that was answered is proof enough.
        const isAlone = isOfPost(reading.postId, now) || index < lastAnswered;
        return isAlone ? { ...reading, failure: { ...reading.failure, scope: 'post' } } : reading;
      });
    },
  };
}

/** Whether the API looked the post up, whatever it found. */
function isAnswered(reading: SourceReading): boolean {
  return reading.ok || ANSWERS.includes(reading.failure.code);
}

const ANSWERS: readonly SourceFailure['code'][] = ['post_gone', 'no_counters', 'no_reading'];
