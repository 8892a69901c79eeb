import { expect } from '@playwright/test';
import { post, publish, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

test('the wall display shows what is at risk and what was killed, with nothing to press', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  const postId = await publish(400, 14);
  const variantId = await post('wall', postId);
  await page.goto('/kiosk');
  const atRisk = page.getByRole('region', { name: 'At risk' });
  await expect(atRisk).toContainText(variantId);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await setCounters(postId, 1000, 15);
  await expect(page.getByRole('region', { name: 'Killed' })).toContainText(variantId);
  await expect(page.getByRole('button')).toHaveCount(0);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollHeight - document.documentElement.clientHeight,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
