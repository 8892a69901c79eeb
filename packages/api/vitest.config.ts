import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: '@cull/servers/vitest-postgres',
    isolate: false,
    maxWorkers: Math.min(4, availableParallelism()),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // For the tests that nothing is kept.
    execArgv: ['--expose-gc'],
  },
});
