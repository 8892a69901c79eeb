import { defineConfig } from 'vitest/config';

/** What needs no browser and takes minutes: `npm run test:long`. */
export default defineConfig({
  test: {
    include: ['long/**/*.test.ts'],
    testTimeout: 420_000,
    hookTimeout: 60_000,
  },
});
