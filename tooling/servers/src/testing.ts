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
  const worker = Number(process.env['VITEST_POOL_ID']);
  const url = inject('cullPostgresUrls')[worker - 1];
  if (url === undefined) throw new RangeError(`there is no PostgreSQL for vitest's worker ${worker}`);
  return createDatabase(url, `test_${randomBytes(6).toString('hex')}`);
}
