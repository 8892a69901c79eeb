import type { Dashboard } from './dashboard';
import { percentiles, perSecond } from './queries';

/** How accounts do at their sources. */
export const accounts: Dashboard = {
  id: 'accounts',
  title: 'Accounts',
  rows: [
    {
      title: 'Sources',
      panels: [
        {
          title: 'Readings a second',
          queries: { '{{result}}': perSecond('cull_source_readings_total', 'result') },
        },
        { title: 'How long answers take', queries: percentiles('cull_source_seconds'), unit: 's' },
        {
          title: 'State',
          queries: { '{{account}} {{state}}': 'max by (account, state) (cull_account_state)' },
        },
      ],
    },
    {
      title: 'Budgets of 24 hours',
      panels: [
        {
          title: 'Calls used',
          queries: { '{{account}}': 'max by (account) (cull_account_calls_used_ratio)' },
          unit: 'percentunit',
        },
        {
          title: 'Deletes used',
          queries: { '{{account}}': 'max by (account) (cull_account_deletes_used_ratio)' },
          unit: 'percentunit',
        },
        {
          title: 'Rate limit used',
          queries: { '{{account}}': 'max by (account) (cull_account_rate_limit_used_ratio)' },
          unit: 'percentunit',
        },
      ],
    },
    {
      title: 'Work',
      panels: [
        { title: 'Live variants', queries: { '{{account}}': 'max by (account) (cull_account_live)' } },
        {
          title: 'Checks a second',
          queries: { '{{account}}': 'max by (account) (cull_account_checks_per_second)' },
        },
        {
          title: 'Days until the token expires',
          queries: {
            '{{account}}':
              '(min by (account) (cull_account_token_expires_timestamp_seconds) - time()) / 86400',
          },
        },
      ],
    },
  ],
};
