import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres';

declare module 'vitest' {
  interface ProvidedContext {
    /** Addresses of the servers that the test files of one run use: one for each of vitest's workers. */
    cullPostgresUrls: readonly string[];
    /** The same with a user that owns nothing. */
    cullPostgresAppUrls: readonly string[];
  }
}

/**
 * vitest's `globalSetup`: throw-away PostgreSQLs for the whole run. Files that run at the same time do so on different
 * servers, so that what one holds open (transactions, locks on what all databases share) keeps no other waiting.
 * Needs `maxWorkers` in the configuration.
 * @returns The teardown that ends them.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { maxWorkers } = project.config;
  const servers = await Promise.all(
    Array.from({ length: maxWorkers }, () => startPostgres({ ephemeral: true })),
  );
  project.provide(
    'cullPostgresUrls',
    servers.map(({ url }) => url),
  );
  project.provide(
    'cullPostgresAppUrls',
    servers.map(({ appUrl }) => appUrl),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}
