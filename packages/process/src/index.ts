export {
  type AddressGuard,
  createAddressGuard,
  createWebhookRule,
  networksSchema,
} from './address-guard';
export { environmentOrExit, readEnvironment } from './environment';
export { createLog, logLevelSchema } from './log';
export {
  createMetricsGuard,
  METRICS_REFUSAL,
  type MetricsGuard,
  metricsTokenSchema,
} from './metrics-guard';
export { isInClear, publicUrlSchema } from './public-url';
export {
  createSecretBox,
  encryptionKeySchema,
  encryptionKeyVariables,
  generateEncryptionKey,
  SealError,
  type Sealed,
  type SecretBox,
} from './secret-box';
export { SECRET_VARIABLES, withSecretFiles } from './secret-files';
export { type ClosingPart, closeInOrder, closeOnSignal } from './shutdown';
export { VERSION } from './version';
