import { expect, test } from '@playwright/test';
import { PRODUCT } from '../src/product';

test('the dashboard is for people who have signed in, and leads back to where they wanted to go', async ({
  page,
}) => {
  await page.goto('/variants/some-variant');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fvariants%2Fsome-variant/);
  await page.getByLabel('Email').fill(PRODUCT.adminEmail);
  await page.getByRole('textbox', { name: 'Password' }).fill('wrong-password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('form').getByRole('alert')).toContainText('Email or password is wrong');
  await page.getByRole('textbox', { name: 'Password' }).fill(PRODUCT.adminPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/variants/some-variant');
  await expect(page.getByText('There is no such variant')).toBeVisible();
});

test('a sign-in link that is used up leads to a page that says so, and how to get in', async ({ page }) => {
  await page.goto('/api/auth/magic-link/verify?token=used-up&callbackURL=%2F');
  await expect(page).toHaveURL('/sign-in?error=INVALID_TOKEN');
  await expect(page.locator('form').getByRole('alert')).toContainText(
    'This sign-in link is used up or too old.',
  );
  await expect(page.getByLabel('Email')).toBeVisible();
});

test('the sign-in says when nobody answers, and can be tried again', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(PRODUCT.adminEmail);
  await page.getByRole('textbox', { name: 'Password' }).fill(PRODUCT.adminPassword);
  await page.route('**/api/auth/sign-in/**', (route) => route.abort());
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.locator('form').getByRole('alert')).toHaveText('The server does not answer.');
  await page.unroute('**/api/auth/sign-in/**');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL('/');
});

test('what is typed before the scripts are there stays', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/\.js(\?|$)/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/sign-in', { waitUntil: 'commit' });
  const email = page.getByLabel('Email');
  await email.fill(PRODUCT.adminEmail);
  release();
  // The eye answers once the scripts are there.
  const password = page.getByRole('textbox', { name: 'Password' });
  await password.fill(PRODUCT.adminPassword);
  await expect(async () => {
    await page.getByRole('button', { name: 'Toggle password visibility' }).click();
    await expect(password).toHaveAttribute('type', 'text', { timeout: 500 });
  }).toPass();
  await expect(email).toHaveValue(PRODUCT.adminEmail);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/');
  await page.context().close();
});
