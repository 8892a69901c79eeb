import { randomUUID } from 'node:crypto';
import { expect, type Request } from '@playwright/test';
import { z } from 'zod';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

const HOUR_MS = 3_600_000;

/** Whatever became of a test: the others are about the defaults. */
test.afterEach(() => mutate('thresholds.clear', { scope: { type: 'global' }, note: 'done' }).catch(() => {}));

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
    page.getByRole('region', { name: 'False kills' }).getByRole('row', { name: personaId }),
  ).toBeVisible();

  const scope = { type: 'persona', id: personaId };
  await mutate('thresholds.set', { scope, values: { consecutiveBreaches: 2 }, note: 'calm' });
  await page.reload();
  const presets = page.getByRole('region', { name: 'What each preset would have done' });
  await expect(presets.getByText('Nothing is replayed yet.')).toBeVisible();
  await expect(presets.getByRole('columnheader', { name: 'Killed' })).toBeHidden();
  await expect(presets.getByRole('row', { name: /^Literal/ })).toContainText('active');
  await expect(presets.getByRole('link', { name: `persona ${personaId}` })).toBeVisible();
  await presets.getByRole('button', { name: 'Replay what was recorded' }).click();
  await expect(presets.getByRole('status')).toHaveText(
    /^Of (all|the newest 2,000 of) [\d,]+ variants that ended in this period\.$/,
  );
  const literal = presets.getByRole('row', { name: /^Literal/ });
  await expect(literal.getByRole('cell').first()).toHaveText(/^[\d,]+$/);
  await expect(presets.getByRole('columnheader', { name: 'Views saved, against now' })).toBeVisible();
  await presets.getByRole('button', { name: 'Apply Careful to everything' }).click();
  await expect(page.getByText('Breaches in a row: 1 → 3')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue(/^Preset Careful: replayed over /);
  await page.getByRole('button', { name: 'Apply Careful to everything' }).last().click();
  await expect(page.getByText('Applied. It is active now.')).toBeVisible();
  await expect(presets.getByRole('row', { name: /^Careful/ })).toContainText('active');
  await page.getByText('30 days').click();
  await expect(page).toHaveURL('/insights?days=30&by=persona');
});

test('what became of the variants is counted, from the posting to the kill', async ({ page }) => {
  const personaId = `became-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'persona', id: personaId };
  await mutate('thresholds.set', { scope, values: { windowSeconds: 10 }, note: 'short windows' });
  const posted = await Promise.all(
    [40, 60, 70].map(async (interactions) =>
      post('became', await publish(1000, interactions), { personaId }),
    ),
  );
  for (const variantId of posted) {
    const status = async () => (await query('monitoring.status', { variantId })).status;
    await expect.poll(status, { timeout: 30_000 }).toBe('timed_out');
  }
  await page.goto('/insights?days=1');
  const panel = (name: string) => page.getByRole('region', { name, exact: true });
  await expect(panel('From posted to false kill').getByRole('listitem')).toHaveCount(5);
  const ratios = panel('Realized ER as part of expected');
  await expect(ratios.getByRole('row', { name: /^100% \d+ \d+$/ })).toBeVisible();
  await expect(panel('Expected against realized ER')).toContainText(/reached what was expected/);
  const map = panel('Personas by campaign').getByRole('row', { name: new RegExp(`^${personaId}`) });
  await expect(map).toContainText('0%');
});

test('a calibration scales the active thresholds, once, after it was shown what that would do', async ({
  page,
}) => {
  const personaId = `scaled-${randomUUID().slice(0, 8)}`;
  const campaignId = `campaign-of-${personaId}`;
  const scope = { type: 'persona', id: personaId };
  const byHand = { killRatio: 0.3, warnRatio: 0.4, windowSeconds: 8 };
  await mutate('thresholds.set', { scope, values: byHand, note: 'by hand' });
  const interactions = Array.from({ length: 21 }, (_, index) => 41 + (index % 3));
  await Promise.all(
    interactions.map(async (count) => post('weak', await publish(1000, count), { personaId, campaignId })),
  );
  // All windows of 8 s end first.
  await expect
    .poll(
      async () => {
        const { personas } = await query('insights.calibration', {});
        return Array.isArray(personas) && personas.find((own) => own.personaId === personaId)?.sessions;
      },
      { timeout: 40_000 },
    )
    .toBe(interactions.length);

  await page.goto('/insights?days=1');
  const rates = page.getByRole('region', { name: 'Expected against realized engagement rates' });
  const row = rates.getByRole('row', { name: personaId });
  await expect(row).toContainText('kill 0.3 → 0.21, warn 0.4 → 0.28, healthy 1 → 0.7');
  await expect(row.getByRole('cell').first()).toHaveText('21');
  let letAnswer = () => {};
  const answer = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  await page.route(/thresholds\.preview/, (route) => answer.then(() => route.continue()));
  await row.getByRole('button', { name: `Apply the scaled thresholds to ${personaId}` }).click();
  const apply = page.getByRole('button', { name: `Apply the scaled thresholds to ${personaId}` }).last();
  await expect(page.getByText('Replaying the last 24 hours…')).toBeVisible();
  await expect(apply).toBeDisabled();
  letAnswer();
  await expect(page.getByText('It would have changed nothing.')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue(
    /^Calibration by 0\.7, from kill 0\.3, warn 0\.4, healthy 1\. .* over 21 sessions\.$/,
  );
  // Somebody else is a moment sooner.
  await page.route(
    /thresholds\.set/,
    async (route) => {
      await mutate('thresholds.set', { scope, values: { minViews: 5 }, note: 'meanwhile' });
      await route.continue();
    },
    { times: 1 },
  );
  await apply.click();
  await expect(page.getByText(/^Somebody else changed this first\./)).toBeVisible();
  // Until the page knows what somebody else has changed.
  await expect(async () => {
    await apply.click({ timeout: 2_000 });
    await expect(row).toContainText('applied: 0.70 times as much is expected', { timeout: 3_000 });
  }).toPass();

  await mutate('thresholds.set', { scope, values: { minViews: 6 }, note: 'later' });
  await page.reload();
  await expect(row).toContainText('applied: 0.70 times as much is expected');
  await rates.getByText('Campaigns').click();
  await expect(page).toHaveURL('/insights?days=1&rates=campaign');
  await expect(rates.getByRole('row', { name: campaignId })).toContainText('0.70 times as much');
});

test('what is shown stays when it cannot be loaded again, with its age', async ({ page }) => {
  await page.clock.install();
  await page.goto('/insights?days=1');
  const kills = page.getByRole('region', { name: 'Kills', exact: true });
  await expect(kills.getByText('Median time to kill')).toBeVisible();
  await page.route(/insights\./, (route) => route.abort());
  await page.clock.fastForward(HOUR_MS);
  await expect(kills.getByRole('alert')).toContainText('Could not load the kills', { timeout: 30_000 });
  await expect(kills.getByText(/^What is shown is 1 h \d+ min old\.$/)).toBeVisible();
  await expect(kills.getByText('Median time to kill')).toBeVisible();
});

test('both pages of figures fit a narrow screen', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/insights', '/system']) {
    await page.goto(path);
    await expect(page.getByText('Live', { exact: true }).last()).toBeVisible();
    await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), path).toBeLessThanOrEqual(320);
  }
});

test('the last 24 hours stay those on a page that is left open', async ({ page }) => {
  await page.clock.install();
  const asksForKills = (request: Request) => request.url().includes('insights.timeline');
  const first = page.waitForRequest(asksForKills);
  await page.goto('/insights?days=1');
  const opened = sinceOf(await first);
  await expect(page.getByText('Median time to kill')).toBeVisible();

  // What was due before the hour was over asks for the day as it was.
  const next = page.waitForRequest(
    (request) => asksForKills(request) && sinceOf(request) - opened >= HOUR_MS,
  );
  await page.clock.fastForward(HOUR_MS);
  await next;
});

const batchSchema = z.record(z.string(), z.object({ since: z.iso.datetime().optional() }));

/** The beginning of the period that kills are asked about, in a request of several questions; epoch milliseconds. */
function sinceOf(request: Request): number {
  const { pathname, searchParams } = new URL(request.url());
  const inputs = batchSchema.parse(JSON.parse(searchParams.get('input') ?? '{}'));
  const place = pathname.split('/').at(-1)?.split(',').indexOf('insights.timeline');
  return Date.parse(inputs[String(place)]?.since ?? '');
}
