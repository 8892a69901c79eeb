export {
  type AddressGuard,
  createAddressGuard,
  createWebhookRule,
  networksSchema,
} from './address-guard';
export { environmentOrExit, readEnvironment } from './environment';
export { createLog, logLevelSchema } from './log';
export { closeInOrder, closeOnSignal } from './shutdown';
