import { expect } from '@playwright/test';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

test('the API is read and tried on a page of its own, which asks no other host for anything', async ({
  page,
}) => {
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(PRODUCT.url) && !url.startsWith('data:')) problems.push(url);
  });
  await page.goto('/api/v1/docs');
  const operation = page.locator('.opblock').filter({ hasText: '/pool' });
  await operation.getByRole('button').first().click();
  await expect(operation).toContainText('The persona: the account that posts');
  await operation.getByRole('button', { name: 'Execute' }).click();
  await expect(operation.locator('.live-responses-table')).toContainText('"nextCursor": null');
  expect(problems).toEqual([]);
});
