import { type APIRequestContext, test as base } from '@playwright/test';
import { PRODUCT } from '../src/product';

type SessionState = Awaited<ReturnType<APIRequestContext['storageState']>>;

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
      await use(await request.storageState());
      await request.dispose();
    },
    { scope: 'worker' },
  ],
  storageState: ({ adminSession }, use) => use(adminSession),
});
