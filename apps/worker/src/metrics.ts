import { VERSION } from '@cull/process';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10];

/** Returns the worker's figures for Prometheus; docs/metrics.md lists them. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const build = { name: 'cull_build_info', help: 'Always 1, with the version that runs', registers };
  new Gauge({ ...build, labelNames: ['version'] as const }).set({ version: VERSION }, 1);
  return {
    registry,
    tickSeconds: new Histogram({
      name: 'cull_tick_seconds',
      help: 'Duration of one tick of a shard: reading changes, evaluating, writing',
      buckets: SECONDS,
      registers,
    }),
    tickLagSeconds: new Histogram({
      name: 'cull_tick_lag_seconds',
      help: 'How late a tick starts after its scheduled time',
      buckets: SECONDS,
      registers,
    }),
    liveSessions: new Gauge({
      name: 'cull_live_sessions',
      help: 'Sessions held by this worker, by shard',
      labelNames: ['shard'] as const,
      registers,
    }),
    ready: new Gauge({
      name: 'cull_ready',
      help: 'Whether /readyz answered 200 at the time of the scrape',
      registers,
    }),
    blindSessions: new Gauge({
      name: 'cull_blind_sessions',
      help: "Sessions held by this worker whose counters can't be judged at the moment (stale, refused, or not given), by shard",
      labelNames: ['shard'] as const,
      registers,
    }),
    drops: new Counter({
      name: 'cull_drops_total',
      help: 'Variants that were healthy and were found to have lost their audience',
      registers,
    }),
    evaluations: new Counter({ name: 'cull_evaluations_total', help: 'Evaluations of sessions', registers }),
    refusedSamples: new Counter({
      name: 'cull_refused_samples_total',
      help: 'Refused readings, by reason',
      labelNames: ['refusal'] as const,
      registers,
    }),
    coalescedSamples: new Counter({
      name: 'cull_coalesced_samples_total',
      help: 'Pushed samples skipped for a newer one of the same session while both waited',
      registers,
    }),
    sourceSeconds: new Histogram({
      name: 'cull_source_seconds',
      help: 'From a request for readings to its complete answer',
      buckets: SECONDS,
      registers,
    }),
    checkDelaySeconds: new Histogram({
      name: 'cull_check_delay_seconds',
      help: 'From when a check was due to its answer',
      buckets: [...SECONDS, 30],
      registers,
    }),
    sourceReadings: new Counter({
      name: 'cull_source_readings_total',
      help: 'Readings requested from the source, by result',
      labelNames: ['result'] as const,
      registers,
    }),
    endings: new Counter({
      name: 'cull_endings_total',
      help: 'Sessions ended by this worker, by outcome and reason',
      labelNames: ['outcome', 'reason'] as const,
      registers,
    }),
    decisionSeconds: new Histogram({
      name: 'cull_kill_decision_seconds',
      help: 'From the sample that decided a kill to its decision being recorded',
      buckets: SECONDS,
      registers,
    }),
    killCompletionSeconds: new Histogram({
      name: 'cull_kill_completion_seconds',
      help: 'From the last sample before a kill to its last step being done',
      buckets: [...SECONDS, 30, 60],
      registers,
    }),
    holds: new Counter({
      name: 'cull_holds_total',
      help: 'Kills that the rules asked for and that were blocked, by cause',
      labelNames: ['cause'] as const,
      registers,
    }),
    judgedKills: new Counter({
      name: 'cull_judged_kills_total',
      help: 'Kills judged at the end of their window, by verdict',
      labelNames: ['verdict'] as const,
      registers,
    }),
    judgedSpared: new Counter({
      name: 'cull_judged_spared_total',
      help: 'Spared kill verdicts judged at the end of their window, by whether the kill would have been right',
      labelNames: ['verdict'] as const,
      registers,
    }),
    killStepSeconds: new Histogram({
      name: 'cull_kill_step_seconds',
      help: 'From the decision to a kill step being done, by kind',
      labelNames: ['kind'] as const,
      buckets: SECONDS,
      registers,
    }),
    killStepFailures: new Counter({
      name: 'cull_kill_step_failures_total',
      help: 'Failed attempts at kill steps, by kind',
      labelNames: ['kind'] as const,
      registers,
    }),
    deliveries: new Counter({
      name: 'cull_deliveries_total',
      help: 'Attempts to deliver an event to a channel, by kind of channel and result',
      labelNames: ['kind', 'result'] as const,
      registers,
    }),
    deliverySeconds: new Histogram({
      name: 'cull_delivery_seconds',
      help: 'From an event to its arrival at a channel, by kind of channel',
      labelNames: ['kind'] as const,
      buckets: [...SECONDS, 60, 600, 3_600],
      registers,
    }),
    clockSkewSeconds: new Gauge({
      name: 'cull_clock_skew_seconds',
      help: "How far this worker's clock is ahead of the database's",
      registers,
    }),
    jobErrors: new Counter({
      name: 'cull_job_errors_total',
      help: 'Queue jobs that threw, by queue',
      labelNames: ['queue'] as const,
      registers,
    }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
