import { expect } from '@playwright/test';
import { aPersona, endAll, list, postMany, rowsOf } from '../src/live-list';
import { mutate, post, publish } from '../src/orchestrator';
import { test } from './signed-in';

test('the keyboard chooses a variant, kills and protects it, searches, and can be turned off', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toContainText([first, second]);

  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: second })).toBeFocused();
  await page.keyboard.press('p');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The best we have');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).filter({ hasText: second })).toContainText('Protected');

  await expect(list(page).getByRole('link', { name: second })).toBeFocused();
  await page.keyboard.press('k');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog').getByRole('button', { name: `Kill ${first}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search the list' })).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByRole('searchbox', { name: 'Search the list' })).toHaveValue('j');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Tab');

  await page.keyboard.press('?');
  await page.getByRole('switch', { name: 'Single letters act' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('switch', { name: 'Single letters act' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: second })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/variants\/(first|second)-/);
});

test('the chosen row is wholly on the screen', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 40);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).first()).toBeVisible();
  const chosen = list(page).locator('[data-chosen]');
  for (let place = 0; place < 30; place += 1) {
    await page.keyboard.press('j');
    await expect(chosen).toHaveAttribute('aria-rowindex', `${place + 2}`);
    await expect(chosen).toBeInViewport({ ratio: 0.99 });
  }
  await endAll(personaId);
});

test('after a kill by keyboard the hand stays where it was, and the order is let go with the focus', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 50), { personaId });
  const third = await post('third', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  // In the order of their risk, which is known once all have a reading.
  await expect(rowsOf(page)).toContainText([first, second, third]);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The worst we have');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).filter({ hasText: second })).toHaveCount(0);
  await expect(list(page).getByRole('link', { name: third })).toBeFocused();
  await expect(page.getByText('2 shown, order held')).toBeVisible();
  await page.keyboard.press('k');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  // With the last one, nobody is at the list any more.
  await mutate('monitoring.kill', { variantId: third, reason: 'one left' });
  await page.keyboard.press('x');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The last one');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page)).toHaveCount(0);
  await expect(page.getByText('order held')).toHaveCount(0);
});

test('letters act on the chosen row wherever it is, and not below what is open', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 120);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('j');
  const chosen = page.locator('[data-chosen]');
  const variantId = (await chosen.getByRole('link').textContent()) ?? '';
  await page.getByRole('button', { name: /Account, alerts and appearance/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(chosen).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog').getByRole('button', { name: `Protect ${variantId}` })).toBeVisible();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Back in view');
  await page.keyboard.press('Enter');
  await expect(chosen).toContainText('Unprotect');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('p');
  await expect(
    page.getByRole('dialog').getByRole('button', { name: `Unprotect ${variantId}` }),
  ).toBeVisible();
  await endAll(personaId);
});
