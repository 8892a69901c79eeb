import { defineConfig } from 'vitest/config';

/** `npm run test:long` plays the faults that `npm test` plays briefly at length, and those that only happen at length. */
const IS_LONG = process.env['CULL_TEST_LENGTH'] === 'long';

export default defineConfig({
  test: {
    globalSetup: ['@cull/servers/vitest-postgres', './test/bundle.ts'],
    include: IS_LONG ? ['src/recovery.test.ts', 'faults/**/*.test.ts'] : ['src/**/*.test.ts'],
    isolate: false,
    // What is timed is timed alone.
    maxWorkers: IS_LONG ? 1 : 2,
    // The tests of recovery mostly wait, for leases of dead workers to run out: together rather than one after another.
    maxConcurrency: 6,
    testTimeout: IS_LONG ? 240_000 : 60_000,
    hookTimeout: 60_000,
  },
});
