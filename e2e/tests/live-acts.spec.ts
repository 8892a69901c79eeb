import { expect } from '@playwright/test';
import { aPersona, endAll, list, postMany, rowsOf } from '../src/live-list';
import { mutate, post, publish, query } from '../src/orchestrator';
import { test } from './signed-in';

test('verdicts narrow the list and are counted, headings order it, and the address keeps both', async ({
  page,
}) => {
  const personaId = aPersona();
  const healthy = await post('healthy', await publish(1_000, 70), { personaId });
  const viewed = await post('viewed', await publish(9_000, 580), { personaId });
  const early = await post('early', await publish(100, 6), { personaId });
  await mutate('monitoring.protect', { variantId: healthy, reason: 'for the filter' });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(3);
  const verdicts = list(page).getByRole('group', { name: 'Verdict' });
  const chip = (name: string) => verdicts.getByRole('button', { name: new RegExp(`^${name}`) });
  await expect(chip('All')).toHaveText('All3');
  await expect(chip('Too early')).toHaveText('Too early1');
  await expect(chip('Protected')).toHaveText('Protected1');
  await chip('Too early').click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(early);
  await expect(page).toHaveURL(`/?persona=${personaId}&verdict=too_early`);
  await page.reload();
  await expect(chip('Too early')).toHaveAttribute('aria-pressed', 'true');
  await expect(rowsOf(page)).toHaveCount(1);
  await chip('All').click();

  await list(page).getByRole('button', { name: 'Views' }).click();
  await page.mouse.move(0, 0);
  await expect(rowsOf(page).first()).toContainText(viewed);
  await expect(rowsOf(page).last()).toContainText(early);
  await expect(list(page).getByRole('columnheader', { name: 'Views' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(page).toHaveURL(`/?persona=${personaId}&sort=views`);
});

test('a row says what the post says, and the search finds it by that', async ({ page }) => {
  const personaId = aPersona();
  const content = 'Nobody tells you about the second week of a habit. שלום 🌱';
  const variantId = await post('said', await publish(1_000, 60), { personaId, content });
  await post('other', await publish(1_000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await page.getByRole('searchbox', { name: 'Search the list' }).fill('second week');
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page).getByRole('link', { name: content })).toBeVisible();
  await expect(rowsOf(page)).toContainText(variantId);
});

test('an act is taken back from its confirmation', async ({ page }) => {
  const personaId = aPersona();
  const variantId = await post('undone', await publish(1_000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await rowsOf(page).hover();
  await list(page)
    .getByRole('button', { name: `Kill ${variantId}` })
    .click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('The wrong one');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Undo for ${variantId}` }).click();
  await expect(page.getByText('Undone.')).toBeVisible();
  expect(await query('monitoring.variant', { variantId })).toMatchObject({ inPool: true });
});

test('several rows are selected, with a range, and something is done to them together', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 5);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(5);
  const box = (place: number) => rowsOf(page).nth(place).getByRole('checkbox');
  await box(0).check();
  await box(2).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Selected variants' });
  await expect(bar).toContainText('3 variants selected');
  await bar.getByRole('button', { name: 'Protect 3 variants' }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Together');
  await page.getByRole('dialog').getByRole('button', { name: 'Protect 3 variants' }).click();
  await expect(page.getByText('3 variants are protected.')).toBeVisible();
  await expect(bar).toHaveCount(0);
  await expect(list(page).getByRole('button', { name: /^Unprotect / })).toHaveCount(3);
  await endAll(personaId);
});

test('on a phone the variants begin in the first half of the screen, and the pages are along the bottom', async ({
  page,
}) => {
  const personaId = aPersona();
  await postMany(personaId, 3);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/?persona=${personaId}`);
  const first = rowsOf(page).first();
  await expect(first).toBeVisible();
  expect((await first.boundingBox())?.y).toBeLessThan(844 / 2);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  expect((await pages.boundingBox())?.y).toBeGreaterThan(844 - 80);
  await pages.getByRole('link', { name: 'Decisions' }).click();
  await expect(page).toHaveURL('/decisions');
  await page.setViewportSize({ width: 320, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
  await endAll(personaId);
});
