import type { Dashboard } from './dashboard';
import { percentile } from './queries';

/** Whether people and programs are told. */
export const notifications: Dashboard = {
  id: 'notifications',
  title: 'Notifications',
  rows: [
    {
      title: 'Deliveries',
      panels: [
        {
          title: 'Attempts a second',
          queries: {
            '{{kind}} {{result}}': 'sum by (kind, result) (rate(cull_deliveries_total[$__rate_interval]))',
          },
        },
        {
          title: 'From the event to its arrival (p95)',
          queries: { '{{kind}}': percentile('cull_delivery_seconds', 0.95, 'kind') },
          unit: 's',
        },
      ],
    },
    {
      title: 'What waits',
      panels: [
        { title: 'Deliveries still to be made', queries: { waiting: 'max(cull_deliveries_waiting)' } },
        { title: 'Age of the oldest', queries: { oldest: 'max(cull_delivery_oldest_seconds)' }, unit: 's' },
        { title: 'Channels', queries: { '{{kind}} {{state}}': 'max by (kind, state) (cull_channels)' } },
      ],
    },
    {
      title: 'Live pages',
      panels: [
        { title: 'Open streams', queries: { '{{procedure}}': 'sum by (procedure) (cull_api_open_streams)' } },
        { title: 'Troubles that last', queries: { '{{kind}}': 'max by (kind) (cull_troubles)' } },
      ],
    },
  ],
};
