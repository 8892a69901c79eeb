import { configDefaults, defineConfig } from 'vitest/config';

// What builds everything takes minutes: `npm run test:long`.
const exclude =
  process.env['CULL_TEST_LENGTH'] === 'long'
    ? configDefaults.exclude
    : [...configDefaults.exclude, '**/*.long.test.ts'];

export default defineConfig({ test: { exclude, testTimeout: 60_000, hookTimeout: 60_000 } });
