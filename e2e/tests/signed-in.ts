import { type APIRequestContext, test as base } from '@playwright/test';
import { PRODUCT } from '../src/product';

type SessionState = Awaited<ReturnType<APIRequestContext['storageState']>>;

const PROVEN_AGAIN_MS = 5 * 60_000;
let provenAt = 0;

/** A browser in which the admin has signed in; once for all tests, since sign-ins are limited. */
export const test = base.extend<{ storageState: SessionState }, { adminSession: SessionState }>({
  adminSession: [
    async ({ playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: PRODUCT.url });
      const response = await request.post('/api/auth/sign-in/email', {
        data: { email: PRODUCT.adminEmail, password: PRODUCT.adminPassword },
        headers: { origin: PRODUCT.url },
      });
      if (!response.ok()) throw new Error(`sign-in answered ${response.status()}`);
      provenAt = Date.now();
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: async ({ playwright, adminSession }, use) => {
    // What gives access to others needs a proof of the last 15 minutes, and all tests take longer.
    if (Date.now() - provenAt > PROVEN_AGAIN_MS) {
      const request = await playwright.request.newContext({
        baseURL: PRODUCT.url,
        storageState: adminSession,
      });
      const response = await request.post('/api/session/confirm', {
        data: { password: PRODUCT.adminPassword },
        headers: { origin: PRODUCT.url },
      });
      if (!response.ok()) throw new Error(`confirming answered ${response.status()}`);
      await request.dispose();
      provenAt = Date.now();
    }
    await use(adminSession);
  },
});
