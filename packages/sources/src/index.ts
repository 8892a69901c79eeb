export { baseUrlSchema, type SourceAccount, type SourceDependencies } from './account';
export { callsLimit } from './calls-limit';
export { SourceConfigError } from './config-error';
export * from './failure';
export { type HttpOptions, httpOptionsSchema } from './http/options';
export { PRESET_NAMES } from './http/presets';
export * from './port';
export { postIdProblem } from './post-id';
export { createSource, SOURCES, type SourcePlatform } from './registry';
export { threadsOptionsSchema } from './threads/adapter';
export {
  exchangeThreadsCode,
  type FreshToken,
  refreshThreadsToken,
  type ThreadsApp,
  type TokenResult,
  threadsAuthorizeUrl,
} from './threads/tokens';
