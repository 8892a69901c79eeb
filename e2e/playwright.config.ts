import { defineConfig } from '@playwright/test';
import { LAUNCH_OPTIONS } from './src/browser';
import { PRODUCT, PRODUCT_COUNT } from './src/product';

export default defineConfig({
  testDir: 'tests',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // Each worker has a product for itself. The tests on it take turns, and each posts variants of its own.
  workers: PRODUCT_COUNT,
  // For machines that stand still at times; what needed it is told by name.
  retries: 1,
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
      '../node_modules/.bin/turbo run build --output-logs=errors-only && node --import tsx src/serve.ts',
    wait: { stdout: /all products are ready/ },
    timeout: 240_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
