import type { Counters } from './audience';
import type { ReadingStyle } from './faults';
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
  // In place of the values where the style says so, whichever of the two is asked for.
  total_value: (_metric: Metric, _postId: string, value: string) => `"total_value":{"value":${value}}`,
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
  const asked = named?.map((field) => (field === 'total_value' ? 'values' : field));
  const fields = asked === undefined ? FIELDS : FIELDS.filter((field) => asked.includes(field));
  return { postId, metrics, fields };
}

/**
 * The body of an insights answer, malformed where the style says so.
 *
 * Put together by hand: thousands of these are made each second, and JSON.stringify would take several times as long.
 */
export function insightsBody(query: InsightsQuery, counters: Counters, style: ReadingStyle): string {
  const { malformed } = style;
  if (malformed === 'not_json') return '<html><body>Sorry, something went wrong.</body></html>';
  if (malformed === 'empty') return '{"data":[]}';
  const fields = style.totalValue ? query.fields.map(asTotal) : query.fields;
  const text = (value: number) => (style.strings ? `"${value}"` : String(value));
  const entry = (metric: Metric, value: string) =>
    `{${fields.map((field) => FIELD_TEXTS[field](metric, query.postId, value)).join(',')}}`;
  const whole = malformed === null ? query.metrics : query.metrics.slice(0, -1);
  const entries = whole.map((metric) => entry(metric, text(counters[metric])));
  const last = query.metrics.at(-1) ?? 'views';
  if (malformed === 'fraction') entries.push(entry(last, text(counters[last] + 0.5)));
  if (malformed === 'negative') entries.push(entry(last, text(-1 - counters[last])));
  if (malformed === 'text') entries.push(entry(last, '"many"'));
  if (malformed === 'null') entries.push(entry(last, 'null'));
  if (malformed === 'no_values') entries.push(`{"name":"${last}","period":"lifetime","values":[]}`);
  return `{"data":[${entries.join(',')}]}`;
}

function asTotal(field: Field): Field {
  return field === 'values' ? 'total_value' : field;
}
