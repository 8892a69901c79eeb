export {
  type CullClient,
  type CullInputs,
  type CullOutputs,
  type CullRouter,
  createCullClient,
} from './client.js';
export { CullError, type CullErrorCode, isCullError } from './errors.js';
export type { CullClientOptions } from './options.js';
