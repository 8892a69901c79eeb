import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createDatabase } from './database';
import './vitest-postgres';

/**
 * A new and empty database for a test file, on the run's shared server. Needs
 * `globalSetup: '@cull/servers/vitest-postgres'` in the vitest configuration.
 * @returns The database's address.
 */
export function testDatabase(): Promise<string> {
  return createDatabase(inject('cullPostgresUrl'), `test_${randomBytes(6).toString('hex')}`);
}
