import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: ['@cull/servers/vitest-postgres'], maxWorkers: 1, testTimeout: 120_000 },
});
