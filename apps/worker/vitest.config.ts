import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: ['@cull/servers/vitest-postgres', './test/bundle.ts'],
    isolate: false,
    maxWorkers: 2,
    // The tests of recovery mostly wait, for leases of dead workers to run out: together rather than one after another.
    maxConcurrency: 6,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
