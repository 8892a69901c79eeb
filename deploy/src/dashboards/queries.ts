/** Returns lines for p50, p95 and p99 of a histogram. */
export function percentiles(histogram: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [0.5, 0.95, 0.99].map((share) => [`p${share * 100}`, percentile(histogram, share)]),
  );
}

/**
 * Returns a percentile of a histogram over the time between two points of the chart.
 * @param by A label to tell apart.
 */
export function percentile(histogram: string, share: number, by?: string): string {
  const labels = by === undefined ? 'le' : `le, ${by}`;
  return `histogram_quantile(${share}, sum by (${labels}) (rate(${histogram}_bucket[$__rate_interval])))`;
}

/** Returns how often something happens a second, by a label where one is given. */
export function perSecond(counter: string, by?: string): string {
  const sum = by === undefined ? 'sum' : `sum by (${by}) `;
  return `${sum}(rate(${counter}[$__rate_interval]))`;
}
