import { type Browser, expect, type Page } from '@playwright/test';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

const OVER = 'This invitation is unknown, used, withdrawn or expired; ask for a new one.';

/** A page of somebody who is not signed in. */
async function stranger(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    baseURL: PRODUCT.url,
    storageState: { cookies: [], origins: [] },
  });
  return context.newPage();
}

test('an invited person comes in by their link, once', async ({ request, browser }) => {
  const invited = await request.post('/api/v1/invitations', {
    data: { email: `ann-${Date.now()}@example.org`, role: 'viewer' },
    headers: { origin: PRODUCT.url },
  });
  const { link } = await invited.json();

  const page = await stranger(browser);
  await page.goto(link);
  await page.getByLabel('Your name').fill('  ');
  await page.getByRole('textbox', { name: 'Password' }).fill('a-password-of-her-own');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(page.getByLabel('Your name')).toHaveAccessibleDescription('Needs a name.');
  await page.getByLabel('Your name').fill('Ann');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toBeAttached();

  await page.goto(link);
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(OVER);
  await expect(page.getByLabel('Your name')).toHaveCount(0);
  await page.context().close();
});

test('a link without a good invitation says so before anything is filled in, and leads to the sign-in', async ({
  browser,
}) => {
  const page = await stranger(browser);
  await page.goto('/invitation');
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'There is no invitation in this address',
  );
  await page.goto('/invitation?token=made-up');
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(OVER);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/sign-in');

  await page.route('**/api/invitations/check', (route) => route.abort());
  await page.goto('/invitation?token=made-up');
  await expect(page.getByRole('main').getByRole('alert')).toHaveText('The server does not answer.');
  await page.unroute('**/api/invitations/check');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveText(OVER);
  await page.context().close();
});
