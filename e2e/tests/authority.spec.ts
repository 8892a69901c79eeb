import { expect } from '@playwright/test';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

/** Whatever became of a test: others count on kills. */
test.afterEach(() =>
  mutate('system.resume', { scope: { type: 'global' }, reason: 'the test is over' }).catch(() => {}),
);

test('one switch pauses all kills, and lets them happen again', async ({ page }) => {
  const postId = await publish(1000, 60);
  const variantId = await post('paused', postId);
  await page.goto(`/?text=${variantId}`);
  await page.getByRole('button', { name: 'Auto-kill on' }).click();
  await page.getByLabel('Reason').fill('The tracking is wrong');
  await page.getByRole('button', { name: 'Pause kills until resumed' }).click();
  await expect(page.getByText('Auto-kill is paused', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Kills paused' })).toBeVisible();
  await expect(page.getByText('user:admin@example.org, since')).toContainText('The tracking is wrong');

  await setCounters(postId, 2500, 61);
  const row = page.getByRole('row', { name: variantId });
  await expect(row).toContainText('Kill blocked');
  await row.getByRole('link', { name: variantId }).click();
  await expect(page.getByTestId('reason')).toContainText(
    'all kills were paused by user:admin@example.org: The tracking is wrong',
  );

  await page.goto(`/?text=${variantId}`);
  await page.getByRole('button', { name: 'Resume kills', exact: true }).click();
  await page.getByLabel('Reason').fill('Mended');
  await page.getByRole('dialog').getByRole('button', { name: 'Resume kills', exact: true }).click();
  await expect(page.getByText('Auto-kill is paused', { exact: true })).toBeHidden();
  await expect(row).toBeHidden();
  expect(await query('monitoring.status', { variantId })).toMatchObject({ status: 'killed' });
});

test('in an emergency one press pauses kills for a while, from any page, and resumes them', async ({
  page,
}) => {
  await page.goto('/system');
  await page.getByRole('button', { name: 'Auto-kill on' }).click();
  await page.getByRole('button', { name: 'Pause kills for 15 min' }).click();
  await page.getByRole('button', { name: /^Kills paused until \d/ }).click();
  expect(await query('system.status', {})).toMatchObject({
    halts: expect.arrayContaining([
      expect.objectContaining({ reason: 'Paused for 15 min', until: expect.any(String) }),
    ]),
  });
  await page.getByRole('button', { name: 'Resume kills', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Auto-kill on' })).toBeVisible();
});

test('a kill waits for a person, who approves it, and another one undoes it', async ({ page }) => {
  const campaignId = 'e2e-approve';
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { mode: 'approve' },
    note: 'careful',
  });
  const variantId = await post('approve', await publish(1000, 20), { campaignId });
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText('Kill to approve', { exact: true }).first()).toBeVisible();
  await page.getByRole('button', { name: `Approve the kill ${variantId}` }).click();
  await page.getByLabel('Reason').fill('It is bad indeed');
  await page.getByRole('dialog').getByRole('button', { name: 'Approve the kill' }).click();
  await expect(page.getByTestId('reason')).toContainText(
    'Approved by user:admin@example.org: It is bad indeed.',
  );
  await expect(page.getByTestId('pool')).toContainText('Out of the pool');

  // The link that a notification gives: it asks, and does nothing by itself.
  const { monitoringId } = await query('monitoring.status', { variantId });
  await page.goto(`/variants/${variantId}?session=${monitoringId}&undo`);
  await page.getByLabel('Reason').fill('On second thoughts');
  await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByText('Restored', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('pool')).toContainText('In the pool');
});
