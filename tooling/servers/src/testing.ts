import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase } from './database';
import './vitest-postgres';

/**
 * A new and empty database for a test file, on the server of its worker. Needs
 * `globalSetup: '@cull/servers/vitest-postgres'` in the vitest configuration.
 * @returns The database's address.
 */
export function testDatabase(): Promise<string> {
  return createDatabase(ofWorker(inject('cullPostgresUrls')), `test_${randomBytes(6).toString('hex')}`);
}

/** The address of a test database, with a user that owns nothing in it. */
export function asAppUser(databaseUrl: string): string {
  const { username, password } = new URL(ofWorker(inject('cullPostgresAppUrls')));
  return Object.assign(new URL(databaseUrl), { username, password }).href;
}

function ofWorker(urls: readonly string[]): string {
  const worker = Number(process.env['VITEST_POOL_ID']);
  const url = urls[worker - 1];
  if (url === undefined) throw new RangeError(`there is no PostgreSQL for vitest's worker ${worker}`);
  return url;
}
