// Below the ports that systems use for outgoing connections: one of those could be taken.
const FIRST_PORT = 23_100;

/** The product under test, on ports and with credentials of its own. */
export const PRODUCT = {
  ports: { web: FIRST_PORT, worker: FIRST_PORT + 1, fakeThreads: FIRST_PORT + 2 },
  // The name that the launcher gives the dashboard, so that cookies fit.
  url: `http://localhost:${FIRST_PORT}`,
  sourceUrl: `http://127.0.0.1:${FIRST_PORT + 2}`,
  apiKey: 'cull_end-to-end-tests-only',
  adminEmail: 'admin@example.org',
  adminPassword: 'only-for-the-end-to-end-tests',
} as const;
