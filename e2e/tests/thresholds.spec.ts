import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { mutate, post, publish } from '../src/orchestrator';
import { test } from './signed-in';

const KILL_LINE = 'Kill below, part of expected';

async function save(page: Page, note: string): Promise<void> {
  await page.getByLabel('Note').fill(note);
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  await expect(page.getByText('Saved. It holds from now on.').last()).toBeVisible();
}

test('a change shows whom it would kill before it is saved, and an earlier version comes back with one click', async ({
  page,
}) => {
  const personaId = `tuned-${randomUUID().slice(0, 8)}`;
  const variantId = await post('tuned', await publish(1000, 40), { personaId });
  await page.goto('/thresholds');
  await page.getByLabel('Its id').fill(personaId);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(`/thresholds?scope=persona&id=${personaId}`);
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();

  await page.getByLabel(KILL_LINE).fill('2');
  await expect(page.getByText('needs a number from 0.001 to 1')).toBeVisible();
  await page.getByLabel(KILL_LINE).fill('0.69');
  await expect(page.getByText('Would die now: 1')).toBeVisible();
  await expect(page.getByText('It would have killed 1 more')).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(`^${personaId} 1 0 1`) })).toBeVisible();
  await expect(page.getByRole('link', { name: variantId })).toBeVisible();

  await page.getByLabel(KILL_LINE).fill('0.4');
  await expect(page.getByText('It would have changed nothing.')).toBeVisible();
  await save(page, 'a calmer line');
  const layers = page.getByRole('region', { name: 'Layers' });
  await expect(layers.getByRole('row', { name: `persona ${personaId}` })).toContainText(`${KILL_LINE}: 0.4`);

  await page.getByRole('button', { name: /^Careful/ }).click();
  await save(page, 'the careful preset');
  const history = page.getByRole('region', { name: `History of persona ${personaId}` });
  await expect(history.getByRole('listitem').first()).toContainText('Breaches in a row: not set 3');

  await history.getByRole('button', { name: /^Return to version/ }).click();
  await page.getByLabel('Reason').fill('calmer was better');
  await page
    .getByRole('button', { name: /^Return to version/ })
    .last()
    .click();
  await expect(page.getByText(/^Version \d+ holds again\.$/)).toBeVisible();
  await expect(history.getByRole('listitem').first()).toContainText('Breaches in a row: 3 not set');
});

test('when two people edit, the second is told and loses nothing', async ({ page }) => {
  const scope = { type: 'persona', id: `shared-${randomUUID().slice(0, 8)}` };
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await page.getByLabel('Views needed').fill('500');
  await expect(page.getByText('It would have changed nothing.')).toBeVisible();
  await page.getByLabel('Note').fill('mine');
  await mutate('thresholds.set', { scope, values: { killRatio: 0.45 }, note: 'theirs' });
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  await expect(page.getByText('Somebody else was quicker')).toBeVisible();
  await page.getByRole('button', { name: 'Load their values, keep my changes' }).click();
  await expect(page.getByLabel(KILL_LINE)).toHaveValue('0.45');
  await expect(page.getByLabel('Views needed')).toHaveValue('500');
  await save(page, 'mine, after theirs');
});
