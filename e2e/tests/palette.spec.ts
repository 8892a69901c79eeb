import { expect } from '@playwright/test';
import { aPersona } from '../src/live-list';
import { post, publish } from '../src/orchestrator';
import { invitedViewer } from './invited';
import { test } from './signed-in';

test('Ctrl K leads to pages, variants by their words, personas, and any id, from every page', async ({
  page,
}) => {
  const personaId = aPersona();
  const content = `A map is a promise ${personaId}`;
  const variantId = await post('mapped', await publish(1_000, 60), { personaId, content });
  await page.goto('/system');
  const field = page.getByRole('textbox', { name: 'Search or jump to' });
  await expect(async () => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused({ timeout: 2_000 });
  }).toPass();
  await field.fill('thresh');
  await expect(page.locator('[data-action][data-selected]')).toContainText('Thresholds');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/thresholds');

  await page.getByRole('button', { name: 'Search or jump to' }).click();
  await field.fill(content);
  await page.getByRole('button', { name: content }).first().click();
  await expect(page).toHaveURL(`/variants/${variantId}`);

  await page.keyboard.press('Control+k');
  await field.fill(personaId);
  await page.getByRole('button', { name: `${personaId} 1 live` }).click();
  await expect(page).toHaveURL(`/?persona=${personaId}`);

  await page.keyboard.press('Control+k');
  await field.fill('long-gone');
  await page.getByRole('button', { name: 'Open the variant “long-gone”' }).click();
  await expect(page.getByText('There is no such variant')).toBeVisible();
});

test('a viewer is offered nothing there that they may not do', async ({ request, browser }) => {
  const { page } = await invitedViewer(request, browser);
  await page.goto('/');
  const field = page.getByRole('textbox', { name: 'Search or jump to' });
  await page.getByRole('button', { name: 'Search or jump to' }).click();
  await field.fill('colors');
  await expect(page.getByRole('button', { name: 'Use dark colors' })).toBeVisible();
  await field.fill('pause');
  await expect(page.getByRole('button', { name: /^Pause kills/ })).toHaveCount(0);
  await page.context().close();
});
