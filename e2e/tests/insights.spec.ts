import { randomUUID } from 'node:crypto';
import { expect, type Request } from '@playwright/test';
import { mutate, post, publish, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

const HOUR_MS = 3_600_000;

test('the insights page counts kills, and changes the preset on what the account’s own history says', async ({
  page,
}) => {
  const personaId = `looked-at-${randomUUID().slice(0, 8)}`;
  const postId = await publish(400, 24);
  const variantId = await post('counted', postId, { personaId, costPerView: 0.01 });
  await setCounters(postId, 1000, 25);
  await page.goto(`/decisions?variant=${variantId}`);
  await expect(page.getByText('25 interactions from 1,000 views')).toBeVisible();

  await page.goto('/insights?days=1');
  const kills = page.getByRole('region', { name: 'Kills', exact: true });
  await expect(kills.getByText('Median time to kill')).toBeVisible();
  await expect(kills.getByRole('table', { name: 'Kills over time' })).toContainText('Below threshold');
  await kills.getByText('By persona').click();
  await expect(kills.getByRole('table', { name: 'Kills over time' })).not.toContainText('Below threshold');
  await expect(
    page.getByRole('region', { name: 'Regretted kills' }).getByRole('row', { name: personaId }),
  ).toBeVisible();

  const presets = page.getByRole('region', { name: 'What each preset would have done' });
  await presets.getByRole('button', { name: 'Replay what was recorded' }).click();
  await expect(
    presets
      .getByRole('row', { name: /^Literal/ })
      .getByRole('cell')
      .first(),
  ).toHaveText(/^[\d,]+$/);
  await presets.getByRole('button', { name: 'Apply Careful to everything' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('fewer healthy ones lost');
  await page.getByRole('button', { name: 'Apply Careful to everything' }).last().click();
  await expect(page.getByText('Applied. It holds from now on.')).toBeVisible();
  const cleared = await mutate('thresholds.clear', { scope: { type: 'global' }, note: 'done' });
  expect(cleared).toHaveProperty('version');

  await page.getByText('30 days').click();
  await expect(page).toHaveURL('/insights?days=30&by=persona');
});

test('the last 24 hours stay those on a page that is left open', async ({ page }) => {
  await page.clock.install();
  const asksForKills = (request: Request) => request.url().includes('insights.timeline');
  const first = page.waitForRequest(asksForKills);
  await page.goto('/insights?days=1');
  const opened = sinceOf(await first);
  await expect(page.getByRole('region', { name: 'Kills', exact: true })).toBeVisible();

  const next = page.waitForRequest(asksForKills);
  await page.clock.fastForward(HOUR_MS);
  expect(sinceOf(await next) - opened).toBeGreaterThanOrEqual(HOUR_MS);
});

/** The beginning of the period that is asked about; epoch milliseconds. */
function sinceOf(request: Request): number {
  const [, since] = /"since":"([^"]+)"/.exec(decodeURIComponent(request.url())) ?? [];
  return Date.parse(since ?? '');
}
