import { defineConfig } from '@playwright/test';
import { LAUNCH_OPTIONS } from './src/browser';
import { PRODUCT } from './src/product';

/** What changes what everybody sees: all kills are paused, the source fails for all, the defaults are others. */
const ALONE = ['authority.spec.ts', 'faults.spec.ts', 'insights.spec.ts'];

export default defineConfig({
  testDir: 'tests',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // All tests share one product, and each posts variants of its own. Most of their time is waiting, which they do together.
  fullyParallel: true,
  workers: 2,
  projects: [
    { name: 'together', testIgnore: ALONE },
    { name: 'alone', testMatch: ALONE, workers: 1, dependencies: ['together'] },
  ],
  // For machines that stand still at times; what needed it is told by name.
  retries: 2,
  forbidOnly: process.env.CI === 'true',
  use: {
    baseURL: PRODUCT.url,
    // Recording every test would cost a fifth of the time; `--trace on` records one that is looked into.
    trace: 'on-first-retry',
    launchOptions: LAUNCH_OPTIONS,
  },
  webServer: {
    // What is tested is what runs in production, and never an older build of it.
    command:
      '../node_modules/.bin/turbo --cwd .. run build --output-logs=errors-only && node --import tsx src/serve.ts',
    wait: { stdout: /the product is ready/ },
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
