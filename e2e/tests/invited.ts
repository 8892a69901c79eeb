import { randomUUID } from 'node:crypto';
import { type APIRequestContext, type Browser, expect, type Page } from '@playwright/test';
import { PRODUCT } from '../src/product';

export const PASSWORD = 'a-password-of-her-own';

/** A viewer who was invited by the admin and has come in, in a browser of their own. */
export async function invitedViewer(
  request: APIRequestContext,
  browser: Browser,
): Promise<{ page: Page; email: string }> {
  const email = `vera-${randomUUID().slice(0, 8)}@example.org`;
  const invited = await request.post('/api/v1/invitations', {
    data: { email, role: 'viewer' },
    headers: { origin: PRODUCT.url },
  });
  const { link } = await invited.json();
  const context = await browser.newContext({
    baseURL: PRODUCT.url,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Vera');
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(page).toHaveURL('/');
  return { page, email };
}
