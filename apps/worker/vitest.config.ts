import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: '@cull/servers/vitest-postgres',
    isolate: false,
    maxWorkers: '100%',
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
