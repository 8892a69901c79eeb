import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, post, publish, setFault } from '../src/orchestrator';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

/** Longer than a step of a kill is tried. */
const GIVEN_UP_MS = 60_000;

test('a variant is extended, protected, set free again and stopped; its curve tells who did it and why', async ({
  page,
}) => {
  const campaignId = `campaign-${randomUUID().slice(0, 8)}`;
  const sibling = await post('sibling', await publish(1000, 80), { campaignId });
  const variantId = await post('handled', await publish(1000, 60), { campaignId });
  await page.goto(`/variants/${variantId}`);
  const act = async (button: string, reason: string) => {
    await page.getByRole('button', { name: `${button} ${variantId}`, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: `${button} ${variantId}`, exact: true }).click();
  };
  await act('Extend', 'It began late');
  await expect(page.getByText(/^1[5-9]:\d\d$/)).toBeVisible();
  await act('Protect', 'The client wants it');
  await expect(page.getByText('Protected', { exact: true }).first()).toBeVisible();
  await act('Unprotect', 'The client has changed their mind');
  const marks = page.getByRole('list', { name: 'Marked on the curve' });
  const actor = `by user:${PRODUCT.adminEmail}`;
  await expect(marks).toContainText(`The window was extended ${actor}: It began late`);
  await expect(marks).toContainText(`Protected ${actor}: The client wants it`);
  await expect(marks).toContainText(`No longer protected ${actor}: The client has changed their mind`);

  await act('Stop', 'Seen enough');
  await expect(page.getByText('Stopped', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('pool')).toContainText('In the pool');
  await expect(marks).toContainText(`Stopped ${actor}: Seen enough`);

  const siblings = page.getByRole('region', { name: `Campaign ${campaignId}` });
  await expect(siblings.getByRole('listitem').first()).toContainText(sibling);
  await siblings.getByRole('link', { name: sibling }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(sibling);
});

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
    await expect(page.getByText(/delete post: failed/)).toBeVisible({ timeout: GIVEN_UP_MS });
  } finally {
    await setFault(null);
  }
  await page.getByRole('button', { name: 'Try again what failed' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try again what failed' }).click();
  await expect(page.getByText('Kill, complete', { exact: true })).toBeVisible({ timeout: 15_000 });
});

test('a link to a variant that never was leads on', async ({ page }) => {
  await page.goto('/variants/never-posted');
  await expect(page.getByText('There is no such variant')).toBeVisible();
  await page.getByRole('link', { name: 'To the live variants' }).click();
  await expect(page).toHaveURL('/');
});
