import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, post, publish } from '../src/orchestrator';
import { test } from './signed-in';

/** They are worked out every ten seconds, and asked for every thirty. */
const WORKED_OUT_MS = 60_000;

test('what is wrong with a persona’s figures is told on the live page, until it is put away', async ({
  page,
}) => {
  test.setTimeout(2 * WORKED_OUT_MS);
  const personaId = `doubtful-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'persona', id: personaId };
  await mutate('thresholds.set', { scope, values: { mode: 'shadow' }, note: 'nothing is killed here' });
  for (let count = 0; count < 4; count += 1) {
    await post('doubtful', await publish(60_000, 12), { personaId });
  }
  const bar = page.getByRole('region', { name: 'Notices' }).getByRole('note').filter({ hasText: personaId });
  await page.goto('/');
  await expect(bar).toContainText(/together got \d+ of [\d,]+ interactions due by now/, {
    timeout: WORKED_OUT_MS,
  });
  await bar.getByRole('button', { name: `Dismiss the notices of ${personaId} for a day` }).click();
  await expect(bar).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('region', { name: 'Overview' })).toBeVisible();
  await expect(bar).toHaveCount(0);
  await mutate('thresholds.set', { scope, values: { windowSeconds: 1 }, note: 'over' });
});
