import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { aSample, statusOf } from '../src/contract/world';
import { mutate, post } from '../src/orchestrator';
import { test } from './signed-in';

test('the siblings stand against the boundaries of the rules, as marks that lead to them and as a table', async ({
  page,
}) => {
  const campaignId = `boundary-${randomUUID().slice(0, 8)}`;
  const personaId = `persona-of-${campaignId}`;
  const posting = { campaignId, personaId, source: 'push' };
  const good = await post('good', `post-${randomUUID()}`, posting);
  const silent = await post('silent', `post-${randomUUID()}`, posting);
  const variantId = await post('looked-at', `post-${randomUUID()}`, posting);
  // All at once: a source whose views alone go on is taken for frozen.
  let views = 0;
  await expect(async () => {
    views += 1_000;
    await mutate('metrics.ingest', {
      samples: [
        aSample(good, views, (8 * views) / 100),
        aSample(variantId, views, (5 * views) / 100),
        aSample(silent, views, 0),
      ],
    });
    expect(await statusOf(silent)).toMatchObject({ status: 'killed' });
  }).toPass({ intervals: [1_500] });
  const came = String((8 * views) / 100);

  await page.goto(`/variants/${variantId}`);
  const region = page.getByRole('region', { name: `Variants of ${personaId} in campaign ${campaignId}` });
  const chart = region.getByRole('figure', { name: /^Interactions that came of those due/ });
  const drawn = chart.locator('[data-dots]');
  await expect(drawn).toHaveAttribute('data-dots', '3');
  const link = chart.getByRole('link');
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(link).toHaveAccessibleName(
    new RegExp(`^${variantId}, .+: [\\d.]+ interactions due so far, \\d+ came \\(\\d+%\\)$`),
  );

  await region.getByText('Variants as a table').click();
  const row = (id: string) => region.getByRole('row', { name: new RegExp(`^${id}`) });
  await expect(row(variantId)).toContainText('(this one)');
  await expect(row(good).getByRole('cell').nth(2)).toHaveText(came);
  await expect(row(silent)).toContainText('killed: evidence');
  await expect(region.locator('tbody tr').first()).toContainText(silent);

  // By keyboard: what is pointed at is told, and Enter leads to it.
  await link.focus();
  // As much is due for both, so either may be the next one.
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) {
    await page.keyboard.press(key);
    if ((await link.getAttribute('aria-label'))?.startsWith(good)) break;
  }
  await expect(link).toHaveAccessibleName(new RegExp(`^${good}, `));
  await expect(chart.getByText('Rules that kill here: none')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/variants/${good}`);
  await expect(page.getByTestId('variant-id')).toHaveText(good);

  await page.setViewportSize({ width: 320, height: 800 });
  await expect(drawn).toHaveAttribute('data-dots', '3');
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('every live variant of a persona is on the live page’s chart, by pointer and as a table', async ({
  page,
}) => {
  const personaId = `fleet-${randomUUID().slice(0, 8)}`;
  const posting = { personaId, source: 'push' };
  const variantId = await post('fleet', `post-${randomUUID()}`, posting);
  await post('unread', `post-${randomUUID()}`, posting);
  await mutate('metrics.ingest', { samples: [aSample(variantId, 1_000, 70)] });
  await page.goto(`/?persona=${personaId}`);
  const region = page.getByRole('region', { name: 'Every live variant against its boundaries' });
  await expect(region).toContainText(`1 of 2 with a reading · ${personaId} thresholds`);
  const link = region.getByRole('link', { name: new RegExp(`^${variantId}, `) });
  // The dot moves on as more interactions are due.
  const place = async () => {
    const box = await link.boundingBox();
    if (box === null) throw new Error('the dot has no place');
    return [box.x + box.width / 2, box.y + box.height / 2] as const;
  };
  await page.mouse.move(...(await place()));
  await expect(region.getByText('The text of fleet')).toBeVisible();
  await region.getByText('Variants as a table').click();
  await expect(region.getByRole('row', { name: new RegExp(variantId) })).toBeVisible();
  await expect(async () => {
    await page.mouse.click(...(await place()));
    await expect(page).toHaveURL(`/variants/${variantId}`, { timeout: 2_000 });
  }).toPass();
});
