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
