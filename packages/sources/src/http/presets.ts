import type { SourceFailure } from '../failure';
import type { RawAnswer } from '../transport/answer';
import type { ToldUsage } from '../usage-memory';
import { readXFailures, readXReset, readXUsage, xIdProblem } from './x';

/** What is known of an endpoint beforehand. */
export interface Preset {
  /** Where it is, if it is at one place only. */
  readonly baseUrl: string | null;
  readonly options: {
    readonly url?: string;
    readonly views: string;
    readonly interactions: readonly string[];
    readonly batch?: {
      readonly url: string;
      readonly size: number;
      readonly items: string;
      readonly id: string;
    };
  };
  /** A post id to test the connection with; whether there is such a post doesn't matter. */
  readonly probe: string;
  readonly idProblem?: (postId: string) => string | null;
  /** What a batch answer says about posts that are not among its items. */
  readonly failures?: (json: unknown) => ReadonlyMap<string, SourceFailure>;
  /** What an answer's headers say about limits; null where they say nothing. */
  readonly usage?: (answer: Pick<RawAnswer, 'header'>) => ToldUsage | null;
  /** When a rate limit ends, epoch milliseconds; null where the answer doesn't say. */
  readonly reset?: (answer: Pick<RawAnswer, 'header'>) => number | null;
}

export const PRESET_NAMES = ['threads-agent', 'x'] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

export const PRESETS: Readonly<Record<PresetName, Preset>> = {
  /** The adaptor of the system that many come from: one post a request. */
  'threads-agent': {
    baseUrl: null,
    options: {
      url: '/engagement/{postId}',
      views: '/impressions_count',
      interactions: ['/likes_count', '/comments_count', '/shares_count'],
    },
    probe: '0',
  },
  /** Post lookup of the X API. */
  x: {
    baseUrl: 'https://api.x.com',
    options: {
      batch: {
        url: '/2/tweets?ids={postIds}&tweet.fields=public_metrics',
        size: 100,
        items: '/data',
        id: '/id',
      },
      views: '/public_metrics/impression_count',
      interactions: [
        '/public_metrics/like_count',
        '/public_metrics/reply_count',
        '/public_metrics/retweet_count',
        '/public_metrics/quote_count',
        '/public_metrics/bookmark_count',
      ],
    },
    probe: '20',
    idProblem: xIdProblem,
    failures: readXFailures,
    usage: readXUsage,
    reset: readXReset,
  },
};
