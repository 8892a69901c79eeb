import type { SourceFailure } from './failure';
import type { SourceClient, SourceReading } from './port';
import { postIdProblem } from './post-id';
import { failed } from './result';
import type { Redact } from './secrets';
import { notSent } from './words';

/**
 * Adds what every adapter owes its caller: it asks about ids that an address can hold alone, refuses more posts than one request
 * can read, and takes secrets out of all failures.
 *
 * @param source The adapter; asked for one to `postsPerRequest` posts at a time.
 * @param idProblem What is wrong with a post id; null where nothing is.
 */
export function createClient(
  source: SourceClient,
  redact: Redact,
  idProblem: (postId: string) => string | null = postIdProblem,
): SourceClient {
  const { postsPerRequest } = source.capabilities;
  const problemOf = (postId: string): SourceFailure | null => {
    const problem = idProblem(postId);
    return problem === null ? null : { code: 'post_gone', detail: `The post id ${problem}.` };
  };
  return {
    ...source,
    async read(postIds, options) {
      if (postIds.length > postsPerRequest) {
        const detail = `${postIds.length} posts were asked for; one request reads at most ${postsPerRequest}.`;
        return postIds.map((postId) => ({ postId, ...failed(notSent(detail)) }));
      }
      const problems = postIds.map(problemOf);
      const askable = postIds.filter((_, index) => problems[index] === null);
      const asked = askable.length === 0 ? [] : await source.read(askable, options);
      const readings = asked.values();
      return postIds.map((postId, index) => {
        const problem = problems[index];
        const reading = problem ? { postId, ...failed(problem) } : next(readings, postId);
        return reading.ok ? reading : { ...reading, failure: redact(reading.failure) };
      });
    },
    async remove(postId, options) {
      const problem = problemOf(postId);
      const removal = problem ? failed(problem) : await source.remove(postId, options);
      return removal.ok ? removal : failed(redact(removal.failure));
    },
    async test(options) {
      const failure = await source.test(options);
      return failure && redact(failure);
    },
  };
}

function next(readings: Iterator<SourceReading>, postId: string): SourceReading {
  const { value, done } = readings.next();
  return done ? { postId, ...failed(notSent('The source gave no reading for the post.')) } : value;
}
