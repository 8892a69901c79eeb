import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: { globalSetup: ['./src/vitest-postgres.ts'], testTimeout: 60_000 },
});
