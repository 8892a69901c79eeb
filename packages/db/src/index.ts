export * from './access/api-keys';
export * from './access/audit';
export * from './access/invitations';
export * from './access/off-boarding';
export * from './access/people';
export * from './access/sign-ins';
export * from './accounts/account-changes';
export * from './accounts/account-standings';
export * from './accounts/account-tokens';
export {
  ACCOUNT_PLATFORMS,
  type AccountPlatform,
  type AccountRow,
  DEFAULT_ACCOUNT,
  readAccount,
  readAccounts,
  type Sealed,
} from './accounts/accounts';
export * from './accounts/connect-states';
export * from './accounts/source-states';
export * from './accounts/stepping-accounts';
export type { ChangeCursor } from './events/change-feed';
export * from './events/channel-secrets';
export * from './events/channels';
export * from './events/deliveries';
export * from './events/delivery-attempts';
export * from './events/event-schemas';
export * from './events/events';
export * from './events/trouble-events';
export * from './events/troubles';
export * from './kills/after-kills';
export * from './kills/approvals';
export * from './kills/decision-records';
export * from './kills/decisions';
export * from './kills/endings';
export * from './kills/funnel';
export * from './kills/halts';
export * from './kills/holds';
export * from './kills/kill-judgements';
export * from './kills/kill-steps';
export * from './kills/kill-timeline';
export * from './kills/outcomes';
export * from './kills/revivals';
export * from './kills/rule-kills';
export * from './kills/spare-group';
export * from './kills/spared-verdicts';
export * from './policies/learned-policies';
export * from './policies/persona-reactions';
export * from './policies/policies';
export * from './policies/policy-overrides';
export * from './policies/policy-values';
export * from './policies/readable-values';
export * from './policies/stored-policy';
export * from './sessions/check-records';
export * from './sessions/completed-sessions';
export * from './sessions/day-trends';
export * from './sessions/fleet';
export * from './sessions/live-facets';
export * from './sessions/live-points';
export * from './sessions/live-sessions';
export * from './sessions/monitoring-queries';
export type { MonitoringRow } from './sessions/monitoring-row';
export * from './sessions/old-sessions';
export * from './sessions/pool';
export * from './sessions/posting-groups';
export * from './sessions/posting-rates';
export * from './sessions/postings';
export * from './sessions/recordings';
export * from './sessions/session-locks';
export * from './sessions/session-terms';
export * from './sessions/sibling-pools';
export * from './sessions/snapshots';
export * from './sessions/surroundings';
export * from './sessions/thin-snapshots';
export { THINNING_TOLERANCE } from './sessions/thinned-copy';
export * from './system/app-user';
export * from './system/database';
export * from './system/database-clock';
export { migrate } from './system/migrate';
export * from './system/newest-migration';
export * from './system/partitions';
export * from './system/shard-leases';
export * from './system/shard-tokens';
export * from './system/system-counts';
export * from './system/system-figures';
export * from './system/worker-minutes';
export * from './system/workers';
