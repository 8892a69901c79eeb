import type { Dashboard } from './dashboard';
import { percentile, percentiles, perSecond } from './queries';

/** How workers keep up. */
export const engine: Dashboard = {
  id: 'engine',
  title: 'Engine',
  rows: [
    {
      title: 'Ticks',
      panels: [
        { title: 'How late ticks begin', queries: percentiles('cull_tick_lag_seconds'), unit: 's' },
        { title: 'How long ticks take', queries: percentiles('cull_tick_seconds'), unit: 's' },
        { title: 'Shards without a tick for 10 s', queries: { shards: 'max(cull_shards_unattended)' } },
      ],
    },
    {
      title: 'Checks',
      panels: [
        { title: 'From due to answered', queries: percentiles('cull_check_delay_seconds'), unit: 's' },
        { title: 'Evaluations a second', queries: { evaluations: perSecond('cull_evaluations_total') } },
        {
          title: 'Readings not believed, a second',
          queries: { '{{refusal}}': perSecond('cull_refused_samples_total', 'refusal') },
        },
      ],
    },
    {
      title: 'Kills',
      panels: [
        {
          title: 'From the sample to the decision',
          queries: percentiles('cull_kill_decision_seconds'),
          unit: 's',
        },
        {
          title: 'From the decision to each step (p95)',
          queries: { '{{kind}}': percentile('cull_kill_step_seconds', 0.95, 'kind') },
          unit: 's',
        },
        {
          title: 'Failed attempts at steps, a second',
          queries: { '{{kind}}': perSecond('cull_kill_step_failures_total', 'kind') },
        },
      ],
    },
    {
      title: 'Load',
      panels: [
        {
          title: 'Live variants by worker',
          queries: { '{{instance}}': 'sum by (instance) (cull_live_sessions)' },
        },
        {
          title: 'Pushed samples a second',
          queries: {
            '{{result}}': perSecond('cull_api_ingested_samples_total', 'result'),
            'passed over': perSecond('cull_coalesced_samples_total'),
          },
        },
        {
          title: 'Spared verdicts in a day',
          queries: { '{{verdict}}': 'sum by (verdict) (increase(cull_judged_spared_total[1d]))' },
        },
      ],
    },
  ],
};
