import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, post, publish, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

test('the wall display shows what is at risk and what was killed, with nothing to press', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const postId = await publish(400, 14);
  const variantId = await post('wall', postId);
  await page.goto('/kiosk');
  const atRisk = page.getByRole('region', { name: 'Closest to the kill threshold' });
  await expect(atRisk).toContainText(variantId);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await setCounters(postId, 1000, 15);
  await expect(page.getByRole('region', { name: 'Killed' })).toContainText(variantId);
  await expect(page.getByRole('button')).toHaveCount(0);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
  );
  expect(overflow).toBeLessThanOrEqual(0);

  // However many others are posted since, and whenever somebody looks in.
  const campaignId = `crowd-${randomUUID().slice(0, 8)}`;
  const variants = Array.from({ length: 300 }, (_, index) => ({
    variantId: `${campaignId}-${index}`,
    personaId: campaignId,
    campaignId,
    postId: randomUUID(),
    source: 'push',
    expectedEngagementRate: 0.06,
  }));
  await mutate('variants.postedMany', { variants });
  await page.reload();
  await expect(page.getByRole('region', { name: 'Killed' })).toContainText(variantId);
  // Rows are shown whole or not at all.
  const sliced = await page.evaluate(
    () =>
      [...document.querySelectorAll('section[aria-labelledby]')].flatMap((part) => {
        const { bottom, right } = part.getBoundingClientRect();
        return [...part.children].filter((row) => {
          const box = row.getBoundingClientRect();
          return box.left < right - 1 && box.bottom > bottom + 1;
        });
      }).length,
  );
  expect(sliced).toBe(0);
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { windowSeconds: 1 },
    note: 'over',
  });
});

test('a wall whose session has ended asks to sign in, says why, and leads back', async ({
  page,
  context,
}) => {
  await page.goto('/kiosk');
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await context.clearCookies();
  await expect(page).toHaveURL('/sign-in?ended=yes&next=%2Fkiosk');
  await expect(page.locator('form').getByRole('alert')).toContainText('Your session has ended');
});
