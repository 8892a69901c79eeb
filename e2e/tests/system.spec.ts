import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { post, publish } from '../src/orchestrator';
import { test } from './signed-in';

test('the system page shows who looks at what, pauses one persona, and tells of it', async ({ page }) => {
  const personaId = `paused-${randomUUID().slice(0, 8)}`;
  await post('watched', await publish(100, 6), { personaId });
  await page.goto('/system');
  await expect(page.getByText(/^All \d+ shards are looked at, the longest wait is /)).toBeVisible();
  await expect(page.getByText(/ answers\.$/).first()).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /^Tick lag/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^ticks/ })).toBeVisible();

  await page.getByLabel('Pause one persona').fill(personaId);
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('button', { name: `Pause all kills of ${personaId}` }).click();
  await page.getByLabel('Reason').fill('rebranding');
  await page
    .getByRole('button', { name: `Pause all kills of ${personaId}` })
    .last()
    .click();
  const kills = page.getByRole('region', { name: 'Kills', exact: true });
  await expect(kills).toContainText(`Paused: no kills by rules for ${personaId}`);

  await page.getByLabel('Kind of events').selectOption('Pauses');
  await expect(page).toHaveURL('/system?events=kills');
  await expect(page.getByRole('region', { name: 'Event log' })).toContainText('rebranding');

  await kills.getByRole('button', { name: `Resume kills of ${personaId}` }).click();
  await page.getByLabel('Reason').fill('done');
  await page
    .getByRole('button', { name: `Resume kills of ${personaId}` })
    .last()
    .click();
  await expect(kills).not.toContainText(personaId);
});
