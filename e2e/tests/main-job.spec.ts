import { expect } from '@playwright/test';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

test('a variant whose rate drops at the source turns red, with the reason, and is cleaned up', async ({
  page,
}) => {
  const postId = await publish(400, 24);
  const variantId = await post('drops', postId);
  await page.goto(`/?text=${variantId}`);
  const row = page.getByRole('row', { name: variantId });
  await expect(row).toContainText('Healthy');
  await expect(row).toContainText(/6\s?%/);

  await setCounters(postId, 1000, 25);
  const feed = page.getByRole('log');
  await expect(feed).toContainText('25 interactions from 1,000 views');
  // At once: what others do goes on pushing it down.
  await feed.getByRole('link', { name: variantId }).first().click();
  await expect(page.getByTestId('variant-id')).toHaveText(variantId);
  await expect(page.getByText('Killed', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('reason')).toContainText(/below the kill threshold of 3\s?%/);
  await expect(page.getByText('Kill, complete', { exact: true })).toBeVisible();
  await expect(page.getByTestId('pool')).toContainText('Out of the pool since');
  await expect(page.getByTestId('scheduled-post')).toContainText('cancelled');

  await page.goBack();
  await expect(row).toBeHidden();
  const { items } = await query('pool.list', { personaId: 'e2e-persona' });
  expect(JSON.stringify(items)).not.toContain(variantId);
  const status = await query('monitoring.status', { variantId });
  expect(status).toMatchObject({ status: 'killed', killReason: 'below_threshold', finalViews: 1000 });
});

test('a variant that needs no kill times out by itself and stays in the pool', async ({ page }) => {
  const campaignId = 'e2e-short';
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { windowSeconds: 8 },
    note: 'short',
  });
  const variantId = await post('lasts', await publish(500, 40), { campaignId });
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText('Passed', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('reason')).toContainText('Passed after 0:08: no rule had a reason to kill');
  await expect(page.getByTestId('pool')).toContainText('In the pool');
});

test('an override saved in the editor applies to a live variant at once', async ({ page }) => {
  const variantId = await post('override', await publish(1000, 45));
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByTestId('reason')).toContainText(/is not below the kill threshold 3\s?%/);
  await page.getByRole('button', { name: 'Override for this variant' }).click();
  await page.getByLabel('Kill below, part of expected').fill('0.8');
  await expect(page.getByText('a variant would be killed before it is warned')).toBeVisible();
  await page.getByLabel('Warn below, part of expected').fill('0.9');
  await page.getByLabel('Note').fill('Only the best survive today');
  await page.getByRole('button', { name: 'Save for this variant' }).click();
  await expect(page.getByText('Saved. It applies now.')).toBeVisible();
  await expect(page.getByText('Killed', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('reason')).toContainText(/below the kill threshold of 4\.80\s?%/);
  await expect(page.getByText('Only the best survive today').first()).toBeVisible();
  // The threshold was lower before: the line has a step.
  await expect(page.locator('[data-threshold="kill"]')).toHaveAttribute('d', /V/);
});

test('a person kills a variant from the list, with a reason', async ({ page }) => {
  const variantId = await post('by-hand', await publish(1000, 60));
  await page.goto(`/?text=${variantId}`);
  await page.getByRole('button', { name: `Kill ${variantId}` }).click();
  const confirm = page.getByRole('dialog').getByRole('button', { name: `Kill ${variantId}` });
  await expect(confirm).toBeDisabled();
  await page.getByLabel('Reason').fill('The picture is wrong');
  await confirm.click();
  await expect(page.getByText(`${variantId} is killed.`)).toBeVisible();
  const status = await query('monitoring.status', { variantId });
  expect(status).toMatchObject({ status: 'killed', killReason: 'manual' });
  expect(String(status.killReasonText)).toContain('Killed by user:admin@example.org: The picture is wrong.');
});

test('the curve is the same after a reload', async ({ page }) => {
  const postId = await publish(100, 8);
  const variantId = await post('curve', postId);
  await page.goto(`/variants/${variantId}`);
  const interactions = page.locator('dt', { hasText: /^Interactions$/ }).locator('+ dd');
  await expect(interactions).toHaveText(/^8(?!\d)/);
  for (const [views, count] of [
    [200, 15],
    [300, 21],
  ] as const) {
    await setCounters(postId, views, count);
    await expect(interactions).toHaveText(new RegExp(`^${count}(?!\\d)`));
  }
  await expect(page.getByText(/^7\s?% from 3 readings$/)).toBeVisible();
  await page.reload();
  await expect(page.getByText(/^7\s?% from 3 readings$/)).toBeVisible();
});
