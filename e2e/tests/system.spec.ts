import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { post, publish } from '../src/orchestrator';
import { test } from './signed-in';

/** What the page says about a worker, by when it last worked. */
const GONE_WITH_WORKERS = ['tickedAt', 'updatedAt', 'seenAt'];

test('the system page shows who looks at what, pauses one persona, and says so', async ({ page }) => {
  const personaId = `paused-${randomUUID().slice(0, 8)}`;
  await post('watched', await publish(100, 6), { personaId });
  await page.goto('/system');
  await expect(page.getByText(/^All \d+ shards are checked \(longest wait /)).toBeVisible();
  await expect(page.getByText(/ answers\.$/).first()).toBeVisible();
  await expect(page.getByRole('columnheader', { name: /^Tick lag/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^samples/ })).toBeVisible();

  await page.getByLabel('Pause one persona').fill(personaId);
  await page.getByRole('button', { name: 'Choose' }).click();
  await page.getByRole('button', { name: `Pause all kills of ${personaId}` }).click();
  await page.getByLabel('Reason').fill('rebranding');
  await page
    .getByRole('button', { name: `Pause all kills of ${personaId}` })
    .last()
    .click();
  const kills = page.getByRole('region', { name: 'Kills', exact: true });
  await expect(kills).toContainText(`Auto-kill is paused for ${personaId}`);

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

test('a worker that is gone gives no green tick', async ({ page }) => {
  await page.route(/system\.status/, async (route) => {
    const response = await route.fetch();
    const answers: unknown = JSON.parse(await response.text(), (key, value) =>
      GONE_WITH_WORKERS.includes(key) ? new Date(Date.parse(value) - 5_280_000).toISOString() : value,
    );
    await route.fulfill({ response, json: answers });
  });
  await page.goto('/system');
  await expect(page.getByText('Auto-kill isn’t working: no worker checks the variants.')).toBeVisible();
  await expect(
    page.getByText(/^No worker checks \d+ of \d+ shards .*Longest wait: 1 h 28 min/),
  ).toBeVisible();
  await expect(page.getByText(/^So it was 1 h 28 min ago; no worker has reported since\./)).toBeVisible();
});

test('the status stays when it cannot be read again', async ({ page }) => {
  await page.goto('/system');
  await expect(page.getByRole('row', { name: /^samples/ })).toBeVisible();
  await page.route(/system\.status/, (route) => route.abort());
  await expect(page.getByRole('alert').getByText('Could not load the status')).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/^What is shown is .* old\.$/)).toBeVisible();
  await expect(page.getByRole('row', { name: /^samples/ })).toBeVisible();
});
