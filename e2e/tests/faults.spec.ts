import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, post, publish, setFault } from '../src/orchestrator';
import { test } from './signed-in';

/** Longer than a step of a kill is tried. */
const GIVEN_UP_MS = 60_000;

test('steps of a kill that were given up are shown, and tried again by hand', async ({ page }) => {
  test.setTimeout(GIVEN_UP_MS + 60_000);
  const campaignId = `deletes-${randomUUID().slice(0, 8)}`;
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { deletePost: true },
    note: 'what is killed is deleted',
  });
  const variantId = await post('stuck', await publish(1000, 60), { campaignId });
  await setFault('server_error');
  try {
    await mutate('monitoring.kill', { variantId, reason: 'seen enough' });
    await page.goto(`/variants/${variantId}`);
    await expect(page.getByText('Kill, not complete yet')).toBeVisible();
    await expect(page.getByText(/Delete the post: failed/)).toBeVisible({ timeout: GIVEN_UP_MS });
  } finally {
    await setFault(null);
  }
  await page.getByRole('button', { name: 'Try again what failed' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try again what failed' }).click();
  await expect(page.getByText('Kill, complete', { exact: true })).toBeVisible({ timeout: 15_000 });
});

test('a source that is down is shown, kills nothing, and comes back', async ({ page }) => {
  const variantId = await post('outage', await publish(1000, 60));
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible();
  await setFault('server_error');
  try {
    // Once the last good reading is older than any gap between checks.
    await expect(page.getByText('Source error', { exact: true })).toBeVisible({ timeout: 40_000 });
  } finally {
    await setFault(null);
  }
  await expect(page.getByText('Healthy', { exact: true })).toBeVisible({ timeout: 30_000 });
});
