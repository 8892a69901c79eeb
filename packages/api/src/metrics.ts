import { VERSION } from '@cull/process';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { createSystemGauges } from './system-gauges';

/** Returns the API's figures for Prometheus; docs/metrics.md lists them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const build = { name: 'cull_build_info', help: 'Always 1, with the version that runs', registers };
  new Gauge({ ...build, labelNames: ['version'] as const }).set({ version: VERSION }, 1);
  return {
    registry,
    system: createSystemGauges(registry),
    ready: new Gauge({
      name: 'cull_ready',
      help: 'Whether /readyz answered 200 at the time of the scrape',
      registers,
    }),
    callSeconds: new Histogram({
      name: 'cull_api_call_seconds',
      help: 'Time a procedure takes, by procedure and result',
      labelNames: ['procedure', 'result'] as const,
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    openStreams: new Gauge({
      name: 'cull_api_open_streams',
      help: 'Live subscriptions that are open, by procedure',
      labelNames: ['procedure'] as const,
      registers,
    }),
    refusedCalls: new Counter({
      name: 'cull_api_refused_total',
      help: 'Requests that were refused because there were too many, by limit',
      labelNames: ['limit'] as const,
      registers,
    }),
    ingestedSamples: new Counter({
      name: 'cull_api_ingested_samples_total',
      help: 'Pushed samples, by whether they were taken',
      labelNames: ['result'] as const,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
