import { createMetrics as createWebMetrics } from '@cull/api/metrics';
import { createMetrics as createWorkerMetrics } from '@cull/worker/metrics';
import type { Registry } from 'prom-client';
import { z } from 'zod';

/** A figure that a process exports. */
export interface ExportedMetric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram' | 'summary';
  readonly help: string;
  readonly labels: readonly string[];
  readonly processes: readonly ('web' | 'worker')[];
}

const metricSchema = z.object({
  name: z.string(),
  type: z.enum(['counter', 'gauge', 'histogram', 'summary']),
  help: z.string(),
  labelNames: z.array(z.string()),
});

/** Returns everything that web and workers export, by name; what Node.js itself is measured by as well. */
export function exportedMetrics(): readonly ExportedMetric[] {
  const registries = { web: createWebMetrics().registry, worker: createWorkerMetrics().registry } as const;
  const found = new Map<string, ExportedMetric>();
  for (const process of ['web', 'worker'] as const) {
    for (const { name, type, help, labelNames } of metricsOf(registries[process])) {
      const processes = [...(found.get(name)?.processes ?? []), process];
      found.set(name, { name, type, help, labels: labelNames, processes });
    }
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

/** The names that a histogram's or summary's parts have in queries, and the name itself for the rest. */
export function seriesOf({ name, type }: ExportedMetric): readonly string[] {
  if (type === 'histogram') return [`${name}_bucket`, `${name}_sum`, `${name}_count`];
  return type === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
}

function metricsOf(registry: Registry) {
  return registry.getMetricsAsArray().map((metric) => metricSchema.parse(metric));
}
