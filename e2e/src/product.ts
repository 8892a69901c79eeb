// Below the ports that systems hand out for outgoing connections, one of which might hold ours at the moment.
const WEB_PORT = 23_100;
const WORKER_PORT = 23_101;
const FAKE_THREADS_PORT = 23_102;

/** The product under test: the real thing on ports and with credentials of its own. */
export const PRODUCT = {
  ports: { web: WEB_PORT, worker: WORKER_PORT, fakeThreads: FAKE_THREADS_PORT },
  // The name that the launcher gives the dashboard, so that cookies fit.
  url: `http://localhost:${WEB_PORT}`,
  sourceUrl: `http://127.0.0.1:${FAKE_THREADS_PORT}`,
  apiKey: 'cull_end-to-end-tests-only',
  adminEmail: 'admin@example.org',
  adminPassword: 'only-for-the-end-to-end-tests',
} as const;
