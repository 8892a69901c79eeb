import { z } from 'zod';
import { malformed, type ThreadsFailure } from './errors';
import { parseJson } from './parse';
import { failed, type Result, succeeded } from './result';

/** What an interaction can be, each counted since the post was published. */
export interface Breakdown {
  readonly likes: number;
  readonly replies: number;
  readonly reposts: number;
  readonly quotes: number;
  readonly shares: number;
}

/** A post's counters, or why there are none. `observedAt`: when the answer came, epoch milliseconds. */
export type InsightsResult =
  | {
      readonly ok: true;
      readonly postId: string;
      readonly observedAt: number;
      readonly views: number;
      /** Likes, replies, reposts, quotes and shares together. */
      readonly interactions: number;
      readonly breakdown: Breakdown;
    }
  | { readonly ok: false; readonly postId: string; readonly failure: ThreadsFailure };

export interface Counters {
  readonly views: number;
  readonly interactions: number;
  readonly breakdown: Breakdown;
}

const METRICS = ['views', 'likes', 'replies', 'reposts', 'quotes', 'shares'] as const;

const insightsSchema = z.object(
  {
    data: z.array(
      z.object(
        {
          name: z.string({ error: 'the name of a metric' }),
          values: z.tuple(
            [
              z.object({
                value: z.int({ error: 'a whole number, 0 or more' }).min(0, 'a whole number, 0 or more'),
              }),
            ],
            { error: 'an array with one value' },
          ),
        },
        { error: 'an object with name and values' },
      ),
      { error: 'an array of metrics' },
    ),
  },
  { error: 'an object with data' },
);

/** The path of one post's insights, below the API's version. */
export function insightsPath(postId: string): string {
  return `${encodeURIComponent(postId)}/insights?metric=${METRICS.join(',')}`;
}

/**
 * The same, asking for names and values only.
 *
 * Titles and descriptions are two thirds of an answer. A server that knows batches knows the Graph API's `fields` too.
 */
export function leanInsightsPath(postId: string): string {
  return `${insightsPath(postId)}&fields=name,values`;
}

/**
 * Reads the body of an insights answer.
 *
 * @returns The counters, or a `malformed` failure if a metric is missing or is not a whole number from 0.
 */
export function parseInsights(text: string): Result<Counters> {
  const parsed = parseJson(insightsSchema, text);
  if (!parsed.ok) return parsed;
  const found = new Map(parsed.value.data.map(({ name, values: [{ value }] }) => [name, value]));
  const missing = METRICS.find((metric) => !found.has(metric));
  if (missing !== undefined)
    return failed(malformed(`metric ${missing}`, undefined, 'a whole number, 0 or more'));
  const count = (metric: (typeof METRICS)[number]) => found.get(metric) ?? 0;
  const breakdown: Breakdown = {
    likes: count('likes'),
    replies: count('replies'),
    reposts: count('reposts'),
    quotes: count('quotes'),
    shares: count('shares'),
  };
  const { likes, replies, reposts, quotes, shares } = breakdown;
  return succeeded({
    views: count('views'),
    interactions: likes + replies + reposts + quotes + shares,
    breakdown,
  });
}
