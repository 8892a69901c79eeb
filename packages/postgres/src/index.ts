export { databaseAddress, PostgresAddressError, parseAddress, placeOf } from './address';
export {
  beginOf,
  isLost,
  openClient,
  openPool,
  type PoolOptions,
  type SessionOptions,
  type TimeLimits,
} from './pool';
export { addressesOf, type DatabaseAddresses, isPooled, waitForDatabase } from './start';
