import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { mutate, post, publish, query } from '../src/orchestrator';
import { test } from './signed-in';

const KILL_LINE = 'Kill below, part of expected';

async function save(page: Page, note: string): Promise<void> {
  await page.getByLabel('Note').fill(note);
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  await expect(page.getByText('Saved. It applies now.').last()).toBeVisible();
}

test('a change shows whom it would kill before it is saved, and an earlier version comes back with one click', async ({
  page,
}) => {
  const personaId = `tuned-${randomUUID().slice(0, 8)}`;
  const variantId = await post('tuned', await publish(1000, 40), { personaId });
  await expect.poll(async () => (await query('monitoring.status', { variantId }))['views']).toBe(1000);
  await page.goto('/thresholds');
  await page.getByLabel('Its id').fill(personaId);
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(page).toHaveURL(`/thresholds?scope=persona&id=${personaId}`);
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();

  await page.getByRole('textbox', { name: KILL_LINE }).fill('2');
  await expect(page.getByText('needs a number from 0.001 to 1')).toBeVisible();
  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.69');
  await expect(page.getByText('Would die now: 1')).toBeVisible();
  await expect(page.getByText('It would have killed 1 more')).toBeVisible();
  await expect(page.getByRole('row', { name: new RegExp(`^${personaId} 1 0 1`) })).toBeVisible();
  await expect(page.getByRole('link', { name: variantId })).toBeVisible();

  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.4');
  await expect(page.getByText('It would have changed nothing.')).toBeVisible();
  await save(page, 'a calmer line');
  const layers = page.getByRole('region', { name: 'Active overrides' });
  await expect(layers.getByRole('row', { name: `persona ${personaId}` })).toContainText(`${KILL_LINE}: 0.4`);

  await page.getByRole('button', { name: /^Careful/ }).click();
  await save(page, 'the careful preset');
  const history = page.getByRole('region', { name: `History of persona ${personaId}` });
  await expect(history.getByRole('listitem').first()).toContainText('Breaches in a row: not set 3');
  await expect(history.getByRole('listitem').first()).toContainText('When a variant goes bad: not set kill');

  await history.getByRole('button', { name: /^Return to version/ }).click();
  await page.getByLabel('Reason').fill('calmer was better');
  await page
    .getByRole('button', { name: /^Return to version/ })
    .last()
    .click();
  await expect(page.getByText(/^Version \d+ is active again\.$/)).toBeVisible();
  await expect(history.getByRole('listitem').first()).toContainText('Breaches in a row: 3 not set');
});

test('when two people edit, the second is told and loses nothing', async ({ page }) => {
  const scope = { type: 'persona', id: `shared-${randomUUID().slice(0, 8)}` };
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await page.getByRole('textbox', { name: 'Views needed' }).fill('500');
  await expect(page.getByText('It would have changed nothing.')).toBeVisible();
  await page.getByLabel('Note').fill('mine');
  await mutate('thresholds.set', { scope, values: { killRatio: 0.45 }, note: 'theirs' });
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  const conflict = page.getByRole('alert').filter({ hasText: 'This scope changed while you were editing' });
  await expect(conflict).toContainText('theirs');
  await expect(conflict).toContainText(`${KILL_LINE}: not set 0.45`);
  await page.getByRole('button', { name: 'Load their values, keep my changes' }).click();
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.45');
  await expect(page.getByRole('textbox', { name: 'Views needed' })).toHaveValue('500');
  await save(page, 'mine, after theirs');
});

test('where both changed the same value, both are shown before one takes the place of the other', async ({
  page,
}) => {
  const scope = { type: 'persona', id: `contested-${randomUUID().slice(0, 8)}` };
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.3');
  await page.getByLabel('Note').fill('mine');
  await mutate('thresholds.set', { scope, values: { killRatio: 0.4 }, note: 'theirs' });
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  await expect(page.getByText(`${KILL_LINE}: theirs is 0.4, yours is 0.3.`)).toBeVisible();
});

test('the editor says what is wrong with what is typed, and keeps it as it is', async ({ page }) => {
  await page.goto('/thresholds?scope=persona&id=typed');
  await page.getByRole('textbox', { name: 'Views needed' }).pressSequentially('.5');
  await expect(page.getByText('needs a whole number from 0 to 1000000000')).toBeVisible();
  await page.getByRole('textbox', { name: 'Views needed' }).fill('7');
  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.8');
  await expect(page.getByText(/^“Warn below, part of expected” is 0.7, below “Kill below/)).toBeVisible();
  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.6');
  await page.getByRole('button', { name: 'Save for this persona' }).click();
  await expect(page.getByText('needs a note that says why')).toBeVisible();

  // Another page and back: what was entered is there still.
  await page.getByRole('link', { name: 'System' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('System');
  await page.goBack();
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.6');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.5');
});

test('a value is taken back alone, and the whole override cleared, each with what it would do', async ({
  page,
}) => {
  const personaId = `taken-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'persona', id: personaId };
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
  await mutate('thresholds.set', { scope, values: { mode: 'off', minViews: 5 }, note: 'off', expiresAt });
  await post('taken', await publish(1000, 25), { personaId, campaignId: `none-${personaId}` });
  await page.goto(`/thresholds?scope=persona&id=${personaId}`);
  const sources = page.getByRole('table', { name: 'Where the values come from' });
  await expect(sources.getByRole('row', { name: /^Mode auto off/ })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Duration' })).toHaveValue('as it is');

  await page.getByRole('button', { name: 'Reset Views needed' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('It would have changed nothing.');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not needed');
  await dialog.getByRole('button', { name: 'Reset Views needed' }).click();
  await expect(sources.getByRole('row', { name: /^Views needed/ })).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Duration' })).toHaveValue('as it is');
  const history = page.getByRole('region', { name: `History of persona ${personaId}` });
  await expect(history.getByRole('listitem').first()).toContainText('Views needed: 5 not set');
  await expect(history.getByRole('listitem').first()).toContainText('Until ');

  await page.getByRole('button', { name: 'Clear this override' }).click();
  await expect(dialog).toContainText('Would die now: 1');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('back to the rules');
  await dialog.getByRole('button', { name: 'Clear this override' }).click();
  await expect(page.getByText('Every value is the default.')).toBeVisible();
});

test('clearing the override saves nothing of what stands in the editor', async ({ page }) => {
  const scope = { type: 'persona', id: `cleared-${randomUUID().slice(0, 8)}` };
  await mutate('thresholds.set', { scope, values: { minViews: 5 }, note: 'to be cleared' });
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await page.getByRole('textbox', { name: KILL_LINE }).fill('0.4');
  await page.getByLabel('Note').fill('not to be saved yet');
  let saves = 0;
  page.on('request', (request) => {
    if (request.url().includes('thresholds.set')) saves += 1;
  });
  await page.getByRole('button', { name: 'Clear this override' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not needed');
  await dialog.getByRole('button', { name: 'Clear this override' }).click();
  await expect(page.getByText('Every value is the default.')).toBeVisible();
  const history = page.getByRole('region', { name: `History of persona ${scope.id}` });
  await expect(history.locator('ol > li')).toHaveCount(2);
  expect(saves).toBe(0);
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.4');
});

test('an override is given another end alone, and what is done to it besides is not somebody else’s', async ({
  page,
}) => {
  const scope = { type: 'persona', id: `ending-${randomUUID().slice(0, 8)}` };
  await mutate('thresholds.set', { scope, values: { minViews: 5, killRatio: 0.4 }, note: 'for good' });
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await page.getByRole('combobox', { name: 'Duration' }).selectOption('For a day');
  await page.getByLabel('Note').fill('a day is enough');
  await page.getByRole('button', { name: 'Reset Views needed' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not needed');
  await dialog.getByRole('button', { name: 'Reset Views needed' }).click();
  await expect(page.getByText('Reset. The wider scopes decide this value again.')).toBeVisible();
  await save(page, 'a day is enough');
  const history = page.getByRole('region', { name: `History of persona ${scope.id}` });
  await expect(history.locator('ol > li')).toHaveCount(3);
  await expect(history.getByRole('listitem').first()).toContainText('Until ');
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.4');
});

test('an override that ends by itself is gone from the page when it does', async ({ page }) => {
  const scope = { type: 'persona', id: `brief-${randomUUID().slice(0, 8)}` };
  // The page is open when it begins: opening one can take as long as it lasts.
  await page.goto(`/thresholds?scope=persona&id=${scope.id}`);
  await expect(page.getByText('Every value is the default.')).toBeVisible();
  const expiresAt = new Date(Date.now() + 8_000).toISOString();
  await mutate('thresholds.set', { scope, values: { minViews: 5 }, note: 'for a moment', expiresAt });
  const layer = page.getByRole('region', { name: 'Active overrides' }).getByRole('row', { name: scope.id });
  await expect(layer).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Views needed' })).toHaveValue('5');
  await expect(layer).toHaveCount(0);
  await expect(page.getByText('Every value is the default.')).toBeVisible();
});

test('delays, drops, siblings and the spare group are set next to what they cost', async ({ page }) => {
  const personaId = `whole-${randomUUID().slice(0, 8)}`;
  await post('whole', await publish(1000, 60), { personaId });
  await page.goto(`/thresholds?scope=persona&id=${personaId}`);
  const costs = page.getByRole('region', { name: 'Expected false kills a day' });
  await expect(costs.getByRole('row', { name: `${personaId} Evidence` })).toContainText(/at most|under/);
  await expect(costs.getByRole('row', { name: `${personaId} Below threshold` })).toContainText(
    'Not known yet',
  );

  const delay = page.getByRole('textbox', { name: 'Reaction delay of evidence, seconds' });
  await delay.fill('61');
  await expect(page.getByText('needs a number from 0 to 60')).toBeVisible();
  await delay.fill('4.5');
  await page.getByRole('textbox', { name: 'Share of kills to spare' }).fill('0.1');
  await page.getByRole('combobox', { name: 'When a variant goes bad' }).selectOption('kill');
  await page.getByRole('combobox', { name: 'While siblings are below, too' }).selectOption('block');
  await page.getByRole('textbox', { name: 'Longest gap between checks, seconds' }).fill('20');
  await save(page, 'all that is new');
  const row = page
    .getByRole('region', { name: 'Active overrides' })
    .getByRole('row', { name: `persona ${personaId}` });
  for (const value of [
    'Reaction delay of evidence, seconds: 4.5',
    'Share of kills to spare: 0.1',
    'When a variant goes bad: kill',
    'While siblings are below, too: block',
    'Longest gap between checks, seconds: 20',
  ]) {
    await expect(row).toContainText(value);
  }
});

test('the trade-off is replayed when it is asked for, and its line sets the kill ratio', async ({ page }) => {
  const personaId = `swept-${randomUUID().slice(0, 8)}`;
  const variantId = await post('swept', await publish(1000, 40), { personaId });
  await mutate('monitoring.stop', { variantId, reason: 'recorded' });
  await page.goto(`/thresholds?scope=persona&id=${personaId}`);
  const tradeOff = page.getByRole('region', { name: 'Kills against false kills' });
  await tradeOff.getByRole('button', { name: 'Replay the last 7 days' }).click();
  await expect(tradeOff.getByText('At 50% of expected:')).toBeVisible();
  await expect(tradeOff.getByRole('row')).toHaveCount(9);
  const line = tradeOff.getByRole('slider', { name: 'Kill ratio, part of expected' });
  await line.focus();
  await page.keyboard.press('End');
  await expect(page.getByRole('textbox', { name: KILL_LINE })).toHaveValue('0.9');
  await expect(tradeOff.getByText('At 90% of expected:')).toBeVisible();
});
