import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { push } from '../src/contract/world';
import { aPersona, endAll, list, postMany, rowsOf } from '../src/live-list';
import { mutate, post, publish, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

const MANY = 700;

test('the list is narrowed by persona, campaign, reason and text, and the address keeps it', async ({
  page,
}) => {
  const personaId = aPersona();
  const kept = `kept-${randomUUID().slice(0, 8)}`;
  const variantId = await post('narrow', await publish(1000, 60), { personaId, campaignId: kept });
  await post('elsewhere', await publish(1000, 60), { personaId, campaignId: 'other' });
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Persona' }).click();
  await page.getByRole('option', { name: personaId }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Campaign' }).click();
  await page.getByRole('option', { name: kept }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page).toHaveURL(`/?persona=${personaId}&campaign=${kept}`);

  await mutate('monitoring.kill', { variantId, reason: 'for the list' });
  await list(page).getByText('Killed', { exact: true }).first().click();
  await page.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option', { name: 'Evidence' }).click();
  await expect(page.getByText('No such variant answers to these filters.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option', { name: 'Manual' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await page.reload();
  await expect(rowsOf(page)).toContainText(variantId);
  await page.getByRole('searchbox', { name: 'Search the list' }).fill('nowhere');
  await expect(page.getByRole('link', { name: 'Open the variant “nowhere”' })).toBeVisible();
});

test('hundreds of variants are drawn as far as they are on screen, as rows or as cards', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, MANY);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).first()).toBeVisible();
  expect(await rowsOf(page).count()).toBeLessThan(60);
  // More is asked for on the way down.
  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(page.getByText(`${MANY} shown`)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.mouse.wheel(0, 100_000);
  await expect(page.locator(`tr[aria-rowindex="${MANY + 1}"]`)).toBeInViewport();
  expect(await rowsOf(page).count()).toBeLessThan(60);

  await page.mouse.wheel(0, -200_000);
  await page.getByRole('radiogroup', { name: 'Layout' }).getByLabel('Cards').click({ force: true });
  await expect(page.getByRole('table')).toHaveCount(0);
  await page.reload();
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.locator('[data-row]') })
      .first(),
  ).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Layout' }).getByLabel('Table').click({ force: true });
  await expect(page.getByRole('table')).toBeVisible();
  await endAll(personaId);
  await expect(rowsOf(page)).toHaveCount(0);
});

test('an id has room next to its numbers, whatever the width', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 1);
  await page.goto(`/?persona=${personaId}`);
  const id = rowsOf(page).getByRole('link');
  for (const width of [1_000, 1_200, 1_280, 1_440]) {
    await page.setViewportSize({ width, height: 720 });
    await expect
      .poll(async () => (await id.boundingBox())?.width, { message: `${width}` })
      .toBeGreaterThan(90);
    await expect(list(page).getByRole('button', { name: /^Kill/ })).toBeInViewport({ ratio: 0.99 });
  }
  await endAll(personaId);
});

test('the last minute is drawn when the page opens, not only from then on', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 1);
  const variantId = `${personaId}-0000`;
  await push(variantId, 100, 6);
  await push(variantId, 200, 10);
  await push(variantId, 300, 21);
  // Nobody pushes any more: the stream has one reading to tell.
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).locator('[data-figure="sparkline"] path')).toHaveAttribute(
    'd',
    /^M[^L]+L[^L]+L[^L]+$/,
  );
});

test('a kill that fails says so next to the field, and changes nothing on the screen', async ({ page }) => {
  const variantId = await post('refused', await publish(1000, 60));
  await page.goto(`/?text=${variantId}`);
  await page.route('**/api/trpc/monitoring.kill**', (route) => route.abort());
  await page.getByRole('button', { name: `Kill ${variantId}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The line is down');
  await dialog.getByRole('button', { name: `Kill ${variantId}` }).click();
  await expect(dialog.getByText('The server does not answer.')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('The line is down');
  await expect(page.getByRole('row', { name: variantId })).toContainText('Healthy');
});

test('what becomes of an act whose question was closed is said, and the next question stays open', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  let letAnswer = () => {};
  const answer = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  await page.route('**/api/trpc/monitoring.kill**', (route) => answer.then(() => route.abort()));
  await page.route('**/api/trpc/monitoring.protect**', (route) => answer.then(() => route.continue()));
  const dialog = page.getByRole('dialog');
  const askAndClose = async (name: string) => {
    await list(page).getByRole('button', { name, exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Closed meanwhile');
    await dialog.getByRole('button', { name }).click();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await askAndClose(`Kill ${first}`);
  await askAndClose(`Protect ${first}`);
  await list(page)
    .getByRole('button', { name: `Kill ${second}` })
    .click();
  letAnswer();
  await expect(page.getByText(`Not done: Kill ${first}`)).toBeVisible();
  await expect(page.getByText('The server does not answer.')).toBeVisible();
  await expect(page.getByText(`${first} is protected.`)).toBeVisible();
  await expect(dialog.getByRole('button', { name: `Kill ${second}` })).toBeVisible();
});

test('the order is held while somebody points at the list', async ({ page }) => {
  const personaId = aPersona();
  const risky = await publish(1000, 45);
  await post('safe', await publish(1000, 60), { personaId });
  const turned = await post('turned', risky, { personaId });
  await page.goto(`/?text=${personaId}`);
  await expect(rowsOf(page).first()).toContainText(turned);
  await expect(page.getByText('2 found', { exact: true })).toBeVisible();
  const place = await rowsOf(page).last().boundingBox();
  await rowsOf(page).last().hover();
  await expect(page.getByText('2 found, order held')).toBeVisible();
  // Saying so must not move what is about to be pressed.
  expect(await rowsOf(page).last().boundingBox()).toEqual(place);
  await setCounters(risky, 1500, 120);
  await expect(rowsOf(page).filter({ hasText: turned })).toContainText(/8\.00\s?%/);
  await expect(rowsOf(page).first()).toContainText(turned);
});

test('a row that ends above the pointer keeps its place, until the pointer leaves', async ({ page }) => {
  const personaId = aPersona();
  const risky = await post('risky', await publish(1000, 40), { personaId });
  const pointedAt = await post('pointed', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText(risky);
  const place = await rowsOf(page).last().boundingBox();
  await rowsOf(page).last().hover();
  const asked = page.waitForResponse(/monitoring\.list/);
  await mutate('monitoring.kill', { variantId: risky, reason: 'under the hand' });
  await asked;
  await expect(page.getByText('1 shown, order held')).toBeVisible();
  await expect(rowsOf(page).first()).toContainText('Killed');
  await expect(rowsOf(page).first().getByRole('button')).toHaveCount(0);
  await expect(rowsOf(page).last()).toContainText(pointedAt);
  expect(await rowsOf(page).last().boundingBox()).toEqual(place);
  await page.mouse.move(0, 0);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(pointedAt);
});

test('every live persona and campaign can be chosen, and the search finds beyond the first page', async ({
  page,
}) => {
  const [crowd, other] = [aPersona(), aPersona()];
  await postMany(crowd, MANY);
  await postMany(other, 1);
  await page.goto(`/?persona=${crowd}`);
  await page.getByRole('combobox', { name: 'Campaign' }).click();
  await page.getByRole('option', { name: other }).click();
  await expect(page.getByText('No such variant answers to these filters.')).toBeVisible();
  await page.goto(`/?persona=${crowd}`);
  await expect(rowsOf(page).first()).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search the list' });
  // As fast as people type, while the address follows late.
  await search.pressSequentially(`${crowd}-0699`, { delay: 150 });
  await expect(search).toHaveValue(`${crowd}-0699`);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByText('1 found', { exact: true })).toBeVisible();
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Live' }).click();
  await expect(search).toHaveValue('');
  await endAll(crowd);
  await endAll(other);
});
