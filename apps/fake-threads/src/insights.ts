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

/** What is asked about a post. */
export interface InsightsQuery {
  /** Digits or another text that JSON needs no escape for. */
  readonly postId: string;
  readonly metrics: readonly Metric[];
  /** What to say about each metric. */
  readonly fields: readonly Field[];
}

/** Puts each field of a metric's entry into JSON; the value is JSON already. */
const FIELD_TEXTS = {
  name: (metric: Metric) => `"name":"${metric}"`,
  period: () => '"period":"lifetime"',
  values: (_metric: Metric, _postId: string, value: string) => `"values":[{"value":${value}}]`,
  title: (metric: Metric) => `"title":"${metric.charAt(0).toUpperCase()}${metric.slice(1)}"`,
  description: (metric: Metric) => `"description":"${DESCRIPTIONS[metric]}"`,
  id: (metric: Metric, postId: string) => `"id":"${postId}/insights/${metric}/lifetime"`,
};
type Field = keyof typeof FIELD_TEXTS;

const FIELDS: readonly Field[] = ['name', 'period', 'values', 'title', 'description', 'id'];

/** Reads the parameters of an insights call; null if there are other metrics in it than the known ones. */
export function parseInsightsQuery(postId: string, parameters: URLSearchParams): InsightsQuery | null {
  const wanted = (parameters.get('metric') ?? '').split(',');
  const metrics = METRICS.filter((metric) => wanted.includes(metric));
  if (metrics.length !== wanted.length) return null;
  const named = parameters.get('fields')?.split(',');
  const fields = named === undefined ? FIELDS : FIELDS.filter((field) => named.includes(field));
  return { postId, metrics, fields };
}

/**
 * The body of an insights answer.
 *
 * Put together by hand: thousands of these are made each second, and JSON.stringify would take several times as long.
 */
export function insightsBody(query: InsightsQuery, counters: Counters): string {
  return body(query.metrics.map((metric) => entry(query, metric, String(counters[metric]))));
}

/** The same, broken in the way that a fault asks for. */
export function malformedBody(shape: MalformedShape, query: InsightsQuery, counters: Counters): string {
  if (shape === 'not_json') return '<html><body>Sorry, something went wrong.</body></html>';
  const last = query.metrics.at(-1) ?? 'views';
  const entries = query.metrics.slice(0, -1).map((metric) => entry(query, metric, String(counters[metric])));
  if (shape === 'fraction') entries.push(entry(query, last, String(counters[last] + 0.5)));
  if (shape === 'negative') entries.push(entry(query, last, String(-1 - counters[last])));
  if (shape === 'text') entries.push(entry(query, last, '"many"'));
  if (shape === 'no_values') entries.push(`{"name":"${last}","period":"lifetime","values":[]}`);
  return body(entries);
}

function body(entries: readonly string[]): string {
  return `{"data":[${entries.join(',')}]}`;
}

function entry({ postId, fields }: InsightsQuery, metric: Metric, value: string): string {
  return `{${fields.map((field) => FIELD_TEXTS[field](metric, postId, value)).join(',')}}`;
}
