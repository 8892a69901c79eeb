export {
  type AddressGuard,
  createAddressGuard,
  createWebhookRule,
  networksSchema,
} from './address-guard';
export { environmentOrExit, readEnvironment } from './environment';
export { createLog, logLevelSchema } from './log';
export {
  createSecretBox,
  encryptionKeySchema,
  encryptionKeyVariables,
  generateEncryptionKey,
  SealError,
  type Sealed,
  type SecretBox,
} from './secret-box';
export { closeInOrder, closeOnSignal } from './shutdown';
