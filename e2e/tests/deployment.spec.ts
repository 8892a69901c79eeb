import { expect, type Page } from '@playwright/test';
import { test } from './signed-in';

/** A page that is open, and whose files are gone until it is loaded again. */
async function leftOver(page: Page): Promise<void> {
  await page.goto('/');
  // What the page fetches by itself is there: only what is asked for from now on is gone.
  await expect(page.getByRole('region', { name: 'Every live variant against its boundaries' })).toBeVisible();
  await page.waitForFunction(() => {
    const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.includes('.js'));
    const newest = Math.max(0, ...scripts.map(({ startTime, duration }) => startTime + duration));
    return performance.now() - newest > 1_000;
  });
  let isGone = true;
  page.on('request', (request) => {
    if (request.isNavigationRequest()) isGone = false;
  });
  await page.route(/\/_next\/static\/.*\.js/, (route) => (isGone ? route.abort() : route.continue()));
}

test('a page that a deployment has left without its files reloads as another page is opened', async ({
  page,
}) => {
  await leftOver(page);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Thresholds' }).click();
  await expect(page.getByRole('heading', { name: 'Thresholds', level: 1 })).toBeVisible();
});

test('… and as a part of it is asked for', async ({ page }) => {
  await leftOver(page);
  const reloaded = page.waitForEvent('load');
  await page.keyboard.press('Control+k');
  await reloaded;
  await expect(page.getByRole('banner').getByText('Live', { exact: true }).last()).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
});
