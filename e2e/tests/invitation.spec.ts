import { expect } from '@playwright/test';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

test('whoever was invited comes in by their link, once', async ({ request, browser }) => {
  const invited = await request.post('/api/v1/invitations', {
    data: { email: `ann-${Date.now()}@example.org`, role: 'viewer' },
    headers: { origin: PRODUCT.url },
  });
  const { link } = await invited.json();

  const ann = await browser.newContext({ baseURL: PRODUCT.url, storageState: { cookies: [], origins: [] } });
  const page = await ann.newPage();
  const accept = async () => {
    await page.goto(link);
    await page.getByLabel('Your name').fill('Ann');
    await page.getByRole('textbox', { name: 'Password' }).fill('a-password-of-her-own');
    await page.getByRole('button', { name: 'Accept the invitation' }).click();
  };
  await accept();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
  await accept();
  await expect(page.locator('form').getByRole('alert')).toContainText('ask for a new one');
  await ann.close();
});
