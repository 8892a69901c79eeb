export {
  EXPIRY_NOTICE_MS,
  type RefreshOutcome,
  refreshDueTokens,
  refreshToken,
  type TokenKeeper,
} from './refresh';
export { resealAccounts } from './reseal';
export {
  type AccountSecrets,
  NO_ACCOUNT_SECRETS,
  openAccount,
  openAccountSecrets,
  sealAccountSecrets,
  unusableWords,
} from './secrets';
