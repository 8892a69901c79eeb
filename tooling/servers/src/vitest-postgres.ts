import type { TestProject } from 'vitest/node';
import { startPostgres } from './postgres';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the server that all test files of one run share. */
    cullPostgresUrl: string;
  }
}

/**
 * vitest's `globalSetup`: one throw-away PostgreSQL for the whole run.
 * @returns The teardown that ends it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres({ ephemeral: true });
  project.provide('cullPostgresUrl', server.url);
  return () => server.close();
}
