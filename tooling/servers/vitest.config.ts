import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: ['./src/vitest-postgres.ts'], maxWorkers: 1, testTimeout: 60_000 },
});
