import { expect } from '@playwright/test';
import { post, publish } from '../src/orchestrator';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

test('a viewer sees everything and is offered nothing that they may not do', async ({ request, browser }) => {
  const invited = await request.post('/api/v1/invitations', {
    data: { email: `viewer-${Date.now()}@example.org`, role: 'viewer' },
    headers: { origin: PRODUCT.url },
  });
  const { link } = await invited.json();
  const variantId = await post('looked-at', await publish(1000, 60));
  const context = await browser.newContext({
    baseURL: PRODUCT.url,
    storageState: { cookies: [], origins: [] },
  });
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('Your name').fill('Vera');
  await page.getByRole('textbox', { name: 'Password' }).fill('a-password-of-her-own');
  await page.getByRole('button', { name: 'Accept the invitation' }).click();

  await expect(page).toHaveURL('/');
  await page.goto(`/?text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toContainText('Healthy');
  await expect(page.getByRole('button', { name: /^(Kill|Protect|Pause)/ })).toHaveCount(0);
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByTestId('reason')).toContainText('is not below the kill line');
  await expect(page.getByRole('button', { name: /^(Kill|Stop|Protect|Extend|Save)/ })).toHaveCount(0);
  await page.goto('/thresholds');
  await expect(page.getByRole('region', { name: 'Layers' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  await page.goto('/settings?section=keys');
  await expect(page.getByText('This is for admins.')).toBeVisible();
  await context.close();
});
