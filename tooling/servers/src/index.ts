export { oldestPostgresBinaries } from './binaries';
export { createDatabase } from './database';
export { createGateway, type Gateway } from './gateway';
export { findPgBouncer, type PgBouncer, startPgBouncer } from './pgbouncer';
export { freePort } from './ports';
export { type PostgresOptions, type PostgresServer, startPostgres } from './postgres';
export { findProgram } from './programs';
export { findRedis, type RedisServer, startRedis } from './redis';
export { type Standby, startStandby } from './standby';
