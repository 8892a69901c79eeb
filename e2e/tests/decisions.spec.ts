import { readFile } from 'node:fs/promises';
import { expect } from '@playwright/test';
import { mutate, post, publish, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

test('a kill is on record with its numbers, exported, and undone with its impact shown first', async ({
  page,
}) => {
  const postId = await publish(400, 24);
  const variantId = await post('decided', postId);
  await setCounters(postId, 1000, 25);
  await page.goto(`/decisions?variant=${variantId}&outcome=killed`);
  const row = page.getByRole('list', { name: 'Decisions, newest first' }).getByRole('listitem').first();
  await expect(row).toContainText('25 interactions from 1,000 views');

  await row.getByRole('button', { name: `Record of ${variantId}, Killed` }).click();
  await expect(row).toContainText('Kill line3 %');
  await expect(row).toContainText('Rule “below the threshold”');

  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const file = await readFile(await (await download).path(), 'utf8');
  expect(file.split('\n')[1]).toContain(`,killed,below_threshold,,${variantId},`);

  await row.getByRole('button', { name: `Revive ${variantId}`, exact: true }).click();
  await expect(page.getByTestId('impact')).toContainText('Scheduled again: ');
  await page.getByLabel('Reason', { exact: false }).last().fill('a false alarm');
  await page
    .getByRole('button', { name: `Revive ${variantId}`, exact: true })
    .last()
    .click();
  await expect(page.getByText(`${variantId} is in the pool again.`)).toBeVisible();

  await page.getByLabel('Outcome').selectOption('All outcomes');
  await expect(page.getByRole('list', { name: 'Decisions, newest first' })).toContainText('a false alarm');
  await expect(page).toHaveURL(`/decisions?variant=${variantId}`);
});

test('a kill that waits for a person is approved, and one that is dismissed spares the variant', async ({
  page,
}) => {
  for (const [answer, said] of [
    ['Approve the kill', 'killed'],
    ['Dismiss', 'protected'],
  ] as const) {
    const postId = await publish(400, 24);
    const variantId = await post('asks', postId);
    await mutate('thresholds.set', {
      scope: { type: 'variant', id: variantId },
      values: { mode: 'approve' },
      note: 'ask first',
    });
    await setCounters(postId, 1000, 25);
    await page.goto('/decisions');
    const waiting = page.getByRole('region', { name: /^Waiting for approval/ });
    await expect(waiting).toContainText(variantId);
    await waiting.getByRole('button', { name: `${answer} ${variantId}` }).click();
    await page.getByLabel('Reason', { exact: false }).last().fill('looked at it');
    await page
      .getByRole('button', { name: `${answer} ${variantId}` })
      .last()
      .click();
    await expect(page.getByText(`${variantId} is ${said}.`)).toBeVisible();
    await expect(waiting.filter({ hasText: variantId })).toHaveCount(0);
    await mutate('thresholds.clear', { scope: { type: 'variant', id: variantId }, note: 'done' });
  }
});

test('where nothing matches, the page says so', async ({ page }) => {
  await page.goto('/decisions?variant=nobody');
  await expect(page.getByText('Nothing matches.')).toBeVisible();
});
