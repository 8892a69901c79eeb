import { availableParallelism } from 'node:os';

/**
 * Products that run side by side: each of Playwright's workers has one for itself. On two cores two of them, with two
 * browsers, keep each other from answering in time.
 */
export const PRODUCT_COUNT = availableParallelism() >= 4 ? 2 : 1;

// Below the ports that systems hand out for outgoing connections, one of which might hold ours at the moment.
const FIRST_PORT = 23_100;
const PORTS_EACH = 10;

/** @param index From 0 to `PRODUCT_COUNT` - 1. @returns A product on ports and with credentials of its own. */
export function productOf(index: number) {
  const web = FIRST_PORT + index * PORTS_EACH;
  const fakeThreads = web + 2;
  return {
    ports: { web, worker: web + 1, fakeThreads },
    // The name that the launcher gives the dashboard, so that cookies fit.
    url: `http://localhost:${web}`,
    sourceUrl: `http://127.0.0.1:${fakeThreads}`,
    apiKey: 'cull_end-to-end-tests-only',
    adminEmail: 'admin@example.org',
    adminPassword: 'only-for-the-end-to-end-tests',
  } as const;
}

/** The product under test in this process: Playwright numbers its workers, and keeps the number when one starts again. */
export const PRODUCT = productOf(Number(process.env['TEST_PARALLEL_INDEX'] ?? 0));
