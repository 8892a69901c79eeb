export * from './account-changes';
export * from './account-standings';
export * from './account-tokens';
export {
  ACCOUNT_PLATFORMS,
  type AccountPlatform,
  type AccountRow,
  DEFAULT_ACCOUNT,
  readAccount,
  readAccounts,
  type Sealed,
} from './accounts';
export * from './after-kills';
export * from './api-keys';
export * from './app-user';
export * from './approvals';
export * from './audit';
export type { ChangeCursor } from './change-feed';
export * from './channel-secrets';
export * from './channels';
export * from './check-records';
export * from './completed-sessions';
export * from './connect-states';
export * from './database';
export * from './database-clock';
export * from './decision-records';
export * from './decisions';
export * from './deliveries';
export * from './delivery-attempts';
export * from './endings';
export * from './event-schemas';
export * from './events';
export * from './halts';
export * from './holds';
export * from './invitations';
export * from './kill-judgements';
export * from './kill-steps';
export * from './kill-timeline';
export * from './learned-policies';
export * from './live-facets';
export * from './live-points';
export * from './live-sessions';
export { migrate } from './migrate';
export * from './monitoring-queries';
export type { MonitoringRow } from './monitoring-row';
export * from './newest-migration';
export * from './off-boarding';
export * from './old-sessions';
export * from './outcomes';
export * from './partitions';
export * from './people';
export * from './persona-reactions';
export * from './policies';
export * from './policy-overrides';
export * from './policy-values';
export * from './pool';
export * from './posting-groups';
export * from './posting-rates';
export * from './postings';
export * from './readable-values';
export * from './recordings';
export * from './revivals';
export * from './rule-kills';
export * from './session-locks';
export * from './session-terms';
export * from './shard-leases';
export * from './shard-tokens';
export * from './sibling-pools';
export * from './sign-ins';
export * from './snapshots';
export * from './source-states';
export * from './spare-group';
export * from './spared-verdicts';
export * from './stepping-accounts';
export * from './stored-policy';
export * from './surroundings';
export * from './system-counts';
export * from './thin-snapshots';
export { THINNING_TOLERANCE } from './thinned-copy';
export * from './trouble-events';
export * from './troubles';
export * from './workers';
