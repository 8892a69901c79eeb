import { z } from 'zod';
import { readCounter } from '../counter';
import { parseAs } from '../json';
import { failed, type Result, succeeded } from '../result';
import { malformed } from '../words';

/** A post's counters. */
export interface Counters {
  readonly views: number;
  /** Likes, replies, reposts, quotes and shares together. */
  readonly interactions: number;
}

const INTERACTIONS = ['likes', 'replies', 'reposts', 'quotes', 'shares'] as const;
const METRICS = ['views', ...INTERACTIONS];

/** The API gives a metric as `values` or as `total_value`, by metric and version; either is read. */
const metricSchema = z.object(
  {
    name: z.string({ error: 'the name of a metric' }),
    values: z.array(z.unknown(), { error: 'an array' }).nullish(),
    total_value: z.unknown().optional(),
  },
  { error: 'an object with name and values' },
);
type Metric = z.output<typeof metricSchema>;

const insightsSchema = z.object(
  { data: z.array(metricSchema, { error: 'an array of metrics' }) },
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
  return `${insightsPath(postId)}&fields=name,values,total_value`;
}

/**
 * Reads the body of an insights answer.
 *
 * @returns The counters; `no_counters` for a post that has no insights at all, `no_reading` if a metric is missing or can't be a
 *   count, `malformed` for any other shape.
 */
export function parseInsights(text: string): Result<Counters> {
  const parsed = parseAs(insightsSchema, text);
  if (!parsed.ok) return parsed;
  const { data } = parsed.value;
  if (data.length === 0) return failed(noCounters);
  const metrics = new Map(data.map((metric) => [metric.name, metric]));
  const views = readMetric('views', metrics);
  if (!views.ok) return views;
  let interactions = 0;
  for (const name of INTERACTIONS) {
    const count = readMetric(name, metrics);
    if (!count.ok) return count;
    interactions += count.value;
  }
  return succeeded({ views: views.value, interactions });
}

function readMetric(name: string, metrics: ReadonlyMap<string, Metric>): Result<number> {
  const label = `metric ${name}`;
  const metric = metrics.get(name);
  const { values, total_value: total } = metric ?? {};
  if (values != null && values.length > 1) return failed(malformed(label, values, 'one value'));
  const [first] = values ?? [];
  const holder = first ?? total ?? values;
  return readCounter(
    label,
    isObject(holder) && !Array.isArray(holder) ? Reflect.get(holder, 'value') : holder,
  );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

const noCounters = {
  code: 'no_counters',
  detail:
    'The Threads API answered with an empty list: it keeps no counters for this kind of post, such as a repost of somebody else’s post.',
} as const;
