import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { mutate, post, publish } from '../src/orchestrator';
import { test } from './signed-in';

/** Posts a variant whose window ends in a moment. */
async function brief(name: string, posting: Record<string, unknown>, postId: string): Promise<string> {
  const campaignId = `${name}-${randomUUID().slice(0, 8)}`;
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { windowSeconds: 6, maxCheckIntervalSeconds: 2 },
    note: 'short',
  });
  return post(name, postId, { campaignId, ...posting });
}

test('a time-out says what it means: passed, not enough data, or no data', async ({ page }) => {
  // Thirteen pages, one after another.
  test.slow();
  const judged = await brief('judged', {}, await publish(1_000, 60));
  const thin = await brief('thin', {}, await publish(20, 2));
  const mute = await brief('mute', { source: 'push' }, `post-${randomUUID()}`);
  const rare = await brief('rare', { source: 'push' }, `post-${randomUUID()}`);
  await mutate('metrics.ingest', {
    samples: [{ variantId: rare, views: 1_000, interactions: 60, observedAt: new Date().toISOString() }],
  });
  for (const [variantId, words] of [
    [judged, 'Passed'],
    [thin, 'Passed, not enough data'],
    [mute, 'No data'],
    [rare, 'Passed'],
  ] as const) {
    await page.goto(`/variants/${variantId}`);
    await expect(page.getByText(words, { exact: true }).first()).toBeVisible();
    await page.goto(`/decisions?variant=${variantId}&outcome=timed_out`);
    const decision = page.getByRole('table', { name: 'Decisions, newest first' }).getByRole('row').nth(1);
    await expect(decision.getByText(words, { exact: true })).toBeVisible();
    await page.goto(`/?status=timed_out&text=${variantId}`);
    await expect(page.getByRole('row', { name: variantId }).getByText(words, { exact: true })).toBeVisible();
  }
  await expect(
    page.getByRole('img', { name: /^Checked less often than the policy asks: up to \d+ s apart$/ }),
  ).toBeVisible();
  await page.goto(`/variants/${rare}`);
  await expect(page.getByText(/^Checked less often than the policy asks: up to \d+\ss apart$/)).toBeVisible();
  await expect(page.getByRole('log').or(page.getByRole('list', { name: 'Activity' }))).toContainText(
    'Passed',
  );
});
