import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: '@cull/servers/vitest-postgres',
    isolate: false,
    // The tests of recovery start workers by the dozen: beside them nobody keeps time.
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
