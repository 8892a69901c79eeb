import { defineConfig } from '@playwright/test';
import { LAUNCH_OPTIONS } from './src/browser';
import { PRODUCT } from './src/product';

export default defineConfig({
  testDir: 'tests',
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // One product, two cores: tests take turns, and each posts variants of its own.
  workers: 1,
  forbidOnly: process.env.CI === 'true',
  use: {
    baseURL: PRODUCT.url,
    trace: 'retain-on-failure',
    launchOptions: LAUNCH_OPTIONS,
  },
  webServer: {
    command: 'node --import tsx src/serve.ts',
    url: `${PRODUCT.url}/readyz`,
    timeout: 120_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
  },
});
