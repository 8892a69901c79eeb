import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: '@cull/servers/vitest-postgres',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // For the tests that see to it that nothing is kept.
    execArgv: ['--expose-gc'],
  },
});
