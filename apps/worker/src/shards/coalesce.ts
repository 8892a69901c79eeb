import type { PushedSample } from '../tick';

/**
 * Brings jobs of pushed samples together that have piled up. Counters are totals: of each session the newest say all that is
 * still of use. A job that came alone is left as it is.
 */
export function coalesce(jobs: readonly (readonly PushedSample[])[]): readonly PushedSample[] {
  const [first = [], ...others] = jobs;
  if (others.length === 0) return first;
  const newest = new Map<string, PushedSample>();
  for (const sample of jobs.flat()) {
    const known = newest.get(sample.monitoringId);
    if (known === undefined || sample.observedAt >= known.observedAt) newest.set(sample.monitoringId, sample);
  }
  return [...newest.values()];
}
