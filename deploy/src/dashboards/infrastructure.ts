import type { Dashboard } from './dashboard';
import { percentile, perSecond } from './queries';

/** Processes, queue, database. */
export const infrastructure: Dashboard = {
  id: 'infrastructure',
  title: 'Infrastructure',
  rows: [
    {
      title: 'Is it reachable?',
      panels: [
        {
          title: 'Ready processes',
          queries: { '{{job}}': 'sum by (job) (cull_ready)' },
          stat: { bad: Number.MAX_SAFE_INTEGER },
        },
        {
          title: 'Workers',
          queries: { workers: 'max(cull_workers)' },
          stat: { bad: Number.MAX_SAFE_INTEGER },
        },
        { title: 'Queue is down', queries: { down: '1 - max(cull_queue_up)' }, stat: { bad: 1 } },
        { title: 'Database is away', queries: { away: '1 - max(cull_system_read)' }, stat: { bad: 1 } },
      ],
    },
    {
      title: 'API',
      panels: [
        {
          title: 'Calls a second',
          queries: { '{{result}}': perSecond('cull_api_call_seconds_count', 'result') },
        },
        {
          title: 'Slowest procedures (p95)',
          queries: { '{{procedure}}': `topk(5, ${percentile('cull_api_call_seconds', 0.95, 'procedure')})` },
          unit: 's',
        },
        {
          title: 'Too many, a second',
          queries: { '{{limit}}': perSecond('cull_api_refused_total', 'limit') },
        },
      ],
    },
    {
      title: 'Queue',
      panels: [
        { title: 'Jobs', queries: { '{{queue}} {{state}}': 'max by (queue, state) (cull_queue_jobs)' } },
        {
          title: 'The oldest job has waited for',
          queries: { '{{queue}}': 'max by (queue) (cull_queue_oldest_seconds)' },
          unit: 's',
        },
        {
          title: 'Jobs that threw, a second',
          queries: { '{{queue}}': perSecond('cull_job_errors_total', 'queue') },
        },
      ],
    },
    {
      title: 'Processes',
      panels: [
        {
          title: 'CPU, cores',
          queries: {
            '{{instance}}': 'sum by (instance) (rate(process_cpu_seconds_total[$__rate_interval]))',
          },
        },
        { title: 'Memory', queries: { '{{instance}}': 'process_resident_memory_bytes' }, unit: 'bytes' },
        {
          title: 'Event loop lag (p99)',
          queries: { '{{instance}}': 'nodejs_eventloop_lag_p99_seconds' },
          unit: 's',
        },
      ],
    },
    {
      title: 'Database and clocks',
      panels: [
        { title: 'Database size', queries: { size: 'max(cull_database_bytes)' }, unit: 'bytes' },
        {
          title: 'Clocks ahead of the database’s',
          queries: { '{{instance}}': 'cull_clock_skew_seconds' },
          unit: 's',
        },
      ],
    },
  ],
};
