import { Gauge, type Registry } from 'prom-client';

/** Returns the gauges of the system as a whole; `refreshSystemGauges` sets them. Every web process exports the same. */
export function createSystemGauges(registry: Registry) {
  const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
    new Gauge<Label>({ name, help, labelNames, registers: [registry] });
  return {
    databaseRead: gauge(
      'cull_system_read',
      'Whether the figures of the system could be read; without them, the rest is absent',
    ),
    suspensions: gauge(
      'cull_suspensions',
      'Active suspensions of kills, by kind and by what they cover',
      'kind',
      'scope',
    ),
    approvalsWaiting: gauge('cull_approvals_waiting', 'Kills that wait for a person to approve them'),
    approvalWait: gauge(
      'cull_approval_oldest_seconds',
      'How long the oldest of them has waited; 0 without any',
    ),
    failedKillSteps: gauge('cull_kill_steps_given_up', 'Kill steps that were given up in the last 24 hours'),
    troubles: gauge('cull_troubles', 'Troubles that last, by kind', 'kind'),
    workers: gauge('cull_workers', 'Workers that reported in the last 30 seconds'),
    unattendedShards: gauge('cull_shards_unattended', 'Shards without a tick in the last 10 seconds'),
    channels: gauge('cull_channels', 'Webhooks and Slack channels, by kind and state', 'kind', 'state'),
    deliveriesWaiting: gauge('cull_deliveries_waiting', 'Deliveries that are still to be made'),
    deliveryWait: gauge(
      'cull_delivery_oldest_seconds',
      'Age of the oldest delivery that is still to be made; 0 without any',
    ),
    queueUp: gauge('cull_queue_up', 'Whether the queue answers'),
    queueJobs: gauge('cull_queue_jobs', 'Jobs, by queue and state', 'queue', 'state'),
    queueWait: gauge(
      'cull_queue_oldest_seconds',
      'How long the oldest job has waited, by queue; 0 without any',
      'queue',
    ),
    databaseBytes: gauge('cull_database_bytes', 'Size of the database on its disk'),
    accountUp: gauge(
      'cull_account_up',
      'Whether an account is usable: 0 for a refused token or an unreachable source',
      'account',
    ),
    accountState: gauge('cull_account_state', 'Always 1, with the state of each account', 'account', 'state'),
    accountLive: gauge('cull_account_live', 'Live variants of an account', 'account'),
    accountChecks: gauge('cull_account_checks_per_second', 'Checks a second of an account', 'account'),
    accountRateUsed: gauge(
      'cull_account_rate_limit_used_ratio',
      'Share of its rate limit that is used, where the source says',
      'account',
    ),
    accountCallsUsed: gauge(
      'cull_account_calls_used_ratio',
      'Calls of 24 hours as a share of the budget, where it is known',
      'account',
    ),
    accountDeletesUsed: gauge(
      'cull_account_deletes_used_ratio',
      'Deletes of 24 hours as a share of the budget, where there is one',
      'account',
    ),
    tokenExpiry: gauge(
      'cull_account_token_expires_timestamp_seconds',
      'When the token of an account expires, where that is known',
      'account',
    ),
  };
}

export type SystemGauges = ReturnType<typeof createSystemGauges>;
