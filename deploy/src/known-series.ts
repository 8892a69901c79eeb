import { exportedMetrics, seriesOf } from './exported-metrics';
import { partsOf } from './promql';

/** Prometheus adds them to what it scrapes; `le` and `quantile` are those of histograms and summaries. */
const ADDED_LABELS = ['job', 'instance', 'le', 'quantile'];
const ADDED_SERIES = ['up'];

/**
 * Returns what is wrong with a query: a series that no process exports and no rule records, a label that none of its series has, or
 * text that is no PromQL.
 * @param recorded Names of recording rules.
 */
export function problemsOf(query: string, recorded: readonly string[] = []): readonly string[] {
  const { series, labels, isBroken } = partsOf(query);
  const problems = isBroken ? [`is no PromQL: ${query}`] : [];
  const known = [...ADDED_SERIES, ...recorded];
  const allowed = new Set(ADDED_LABELS);
  for (const name of series) {
    const metric = METRICS.get(name);
    if (metric === undefined && !known.includes(name))
      problems.push(`asks for ${name}, which nothing exports`);
    for (const label of metric?.labels ?? []) allowed.add(label);
  }
  for (const label of labels)
    if (!allowed.has(label)) problems.push(`names the label ${label}, which ${series.join(', ')} don't have`);
  return problems;
}

const METRICS = new Map(
  exportedMetrics().flatMap((metric) => seriesOf(metric).map((name) => [name, metric] as const)),
);
