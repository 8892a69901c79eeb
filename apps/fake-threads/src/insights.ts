import type { Counters } from './audience';
import type { MalformedShape } from './faults';
import { REACTIONS } from './reactions';

type Metric = keyof Counters;

export const METRICS: readonly Metric[] = ['views', ...REACTIONS];

const DESCRIPTIONS: Readonly<Record<Metric, string>> = {
  views: 'The number of times your post was viewed.',
  likes: 'The number of likes on your post.',
  replies: 'The number of replies on your post.',
  reposts: 'The number of times your post was reposted.',
  quotes: 'The number of times your post was quoted.',
  shares: 'The number of times your post was shared.',
};

/**
 * The body of an insights answer.
 *
 * Put together by hand: thousands of these are made each second, and JSON.stringify would take several times as long.
 *
 * @param postId - Digits or another text that JSON needs no escape for.
 */
export function insightsBody(postId: string, metrics: readonly Metric[], counters: Counters): string {
  const entries = metrics.map((metric) => entry(postId, metric, String(counters[metric])));
  return `{"data":[${entries.join(',')}]}`;
}

/** The same, broken in the way that a fault asks for. */
export function malformedBody(
  shape: MalformedShape,
  postId: string,
  metrics: readonly Metric[],
  counters: Counters,
): string {
  if (shape === 'not_json') return '<html><body>Sorry, something went wrong.</body></html>';
  const last = metrics.at(-1) ?? 'views';
  const rest = metrics.slice(0, -1).map((metric) => entry(postId, metric, String(counters[metric])));
  const broken = {
    fraction: () => entry(postId, last, String(counters[last] + 0.5)),
    negative: () => entry(postId, last, String(-1 - counters[last])),
    text: () => entry(postId, last, '"many"'),
    missing_metric: () => '',
    no_values: () => `{"name":"${last}","period":"lifetime","values":[]}`,
  }[shape]();
  return `{"data":[${[...rest, broken].filter((text) => text !== '').join(',')}]}`;
}

function entry(postId: string, metric: Metric, value: string): string {
  const title = metric.charAt(0).toUpperCase() + metric.slice(1);
  return `{"name":"${metric}","period":"lifetime","values":[{"value":${value}}],"title":"${title}","description":"${DESCRIPTIONS[metric]}","id":"${postId}/insights/${metric}/lifetime"}`;
}
