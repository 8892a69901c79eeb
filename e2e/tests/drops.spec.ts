import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { push } from '../src/contract/world';
import { mutate, post, query } from '../src/orchestrator';
import { test } from './signed-in';

/** Posts a variant whose counters are pushed, under values of its campaign's own. */
async function pushed(name: string, values: Record<string, unknown>): Promise<string> {
  const campaignId = `${name}-${randomUUID().slice(0, 8)}`;
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values,
    note: 'for the test',
  });
  return post(name, `post-of-${campaignId}`, { campaignId, source: 'push' });
}

/** Twice as good as expected for three readings; then its views go on, and nobody reacts any more. */
async function loseTheAudience(variantId: string, until: () => Promise<boolean>): Promise<void> {
  let views = 0;
  for (const interactions of [400, 800, 1_200]) {
    views += 3_000;
    await push(variantId, views, interactions);
  }
  await expect(async () => {
    views += 3_000;
    await mutate('metrics.ingest', {
      samples: [{ variantId, views, interactions: 1_200, observedAt: new Date().toISOString() }],
    });
    expect(await until()).toBe(true);
  }).toPass({ intervals: [1_000] });
}

test('a variant that goes bad is marked on its page, in the list and in the feed', async ({ page }) => {
  const variantId = await pushed('faded', { belowThreshold: { enabled: false } });
  const wentBad = async () => (await query('monitoring.status', { variantId })).wentBadAt !== null;
  await loseTheAudience(variantId, wentBad);

  await page.goto(`/?text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toContainText('Went bad');
  const entry = page.getByRole('log').locator('div', { hasText: variantId }).filter({ hasText: 'Went bad' });
  await expect(entry.first()).toContainText(/It went bad at \d:\d\d: 0 of \d+ interactions due since came\./);

  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText(/^Went bad at \d:\d\d$/).first()).toBeVisible();
  const curve = page.getByRole('region', { name: 'Engagement rate' });
  await expect(curve.locator('svg').getByText(/^went bad \d:\d\d$/)).toBeVisible();
  const why = page.getByRole('region', { name: 'Why it’s still live' });
  await expect(why).toContainText(/Interactions due since \d:\d\d\d+/);
  await expect(why).toContainText(/Came since \d:\d\d0/);
  await expect(why.getByRole('heading', { name: 'Rule “went bad”, only warns' })).toBeVisible();
});

test('a row on screen says that its variant went bad with the frame that reports it', async ({ page }) => {
  const variantId = await pushed('fading', { belowThreshold: { enabled: false } });
  // Whatever is asked for again would say so, too: only the first answer comes.
  let asked = 0;
  await page.route(/monitoring\.list/, (route) => {
    asked += 1;
    return asked === 1 ? route.continue() : route.abort();
  });
  await page.goto(`/?text=${variantId}`);
  const row = page.getByRole('row', { name: variantId });
  await expect(row).toBeVisible();
  await loseTheAudience(variantId, async () => (await row.textContent())?.includes('Went bad') === true);
});

test('a kill for going bad says when that was, and how soon it came', async ({ page }) => {
  const variantId = await pushed('dropped', {
    drop: { action: 'kill' },
    belowThreshold: { enabled: false },
  });
  const isKilled = async () => (await query('monitoring.status', { variantId })).status === 'killed';
  await loseTheAudience(variantId, isKilled);
  expect(await query('monitoring.status', { variantId })).toMatchObject({ killReason: 'drop' });

  await page.goto(`/variants/${variantId}`);
  const record = page.getByRole('region', { name: 'Kill, complete' });
  await expect(record).toContainText(/Went bad at \d:\d\d, killed \d+\ss later\./);
  await page.goto(`/?status=killed&reason=drop&text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toContainText('went bad');
  await page.goto(`/decisions?variant=${variantId}&reason=drop`);
  await expect(page.getByRole('table', { name: 'Decisions, newest first' })).toContainText('Went bad');
});
