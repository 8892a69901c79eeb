import type { Dashboard } from './dashboard';
import { percentiles, perSecond } from './queries';

/** What somebody looks at first. */
export const overview: Dashboard = {
  id: 'overview',
  title: 'Overview',
  rows: [
    {
      title: 'Is it well?',
      panels: [
        {
          title: 'Live variants',
          queries: { live: 'sum(cull_live_sessions)' },
          stat: { bad: Number.MAX_SAFE_INTEGER },
        },
        {
          title: 'Active suspensions',
          queries: { suspended: 'sum(max by (kind, scope) (cull_suspensions))' },
          stat: { bad: 1 },
        },
        {
          title: 'Kills waiting for approval',
          queries: { waiting: 'max(cull_approvals_waiting)' },
          stat: { bad: 1 },
        },
        {
          title: 'Kill steps given up (24 h)',
          queries: { steps: 'max(cull_kill_steps_given_up)' },
          stat: { bad: 1 },
        },
        {
          title: 'Variants that can’t be judged',
          queries: { share: 'sum(cull_blind_sessions) / (sum(cull_live_sessions) > 0)' },
          unit: 'percentunit',
          stat: { bad: 0.01 },
        },
        {
          title: 'Unusable accounts',
          queries: { accounts: 'count(min by (account) (cull_account_up) == 0) or vector(0)' },
          stat: { bad: 1 },
        },
      ],
    },
    {
      title: 'Endings',
      panels: [
        {
          title: 'Sessions that end, a second',
          queries: {
            '{{outcome}} {{reason}}': 'sum by (outcome, reason) (rate(cull_endings_total[$__rate_interval]))',
          },
        },
        {
          title: 'From the sample to the kill being complete',
          queries: percentiles('cull_kill_completion_seconds'),
          unit: 's',
          help: 'Objective: 99% within 2 s.',
        },
      ],
    },
    {
      title: 'Mistakes and blocked kills',
      panels: [
        {
          title: 'Judged kills in a day',
          queries: { '{{verdict}}': 'sum by (verdict) (increase(cull_judged_kills_total[1d]))' },
          help: 'regretted: false kills.',
        },
        {
          title: 'Blocked kills, a second',
          queries: { '{{cause}}': perSecond('cull_holds_total', 'cause') },
        },
        { title: 'Drops, a second', queries: { drops: perSecond('cull_drops_total') } },
      ],
    },
    {
      title: 'Versions',
      panels: [
        {
          title: 'Processes by version',
          queries: { '{{job}} {{version}}': 'count by (job, version) (cull_build_info)' },
        },
      ],
    },
  ],
};
