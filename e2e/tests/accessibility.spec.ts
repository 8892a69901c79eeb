import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { mutate, post, publish, query } from '../src/orchestrator';
import { test } from './signed-in';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const SETTINGS = ['account', 'accounts', 'people', 'keys', 'channels', 'deliveries', 'audit'].map(
  (section) => `/settings?section=${section}`,
);
const FRONT_DOORS = ['/sign-in', '/invitation?token=of-nobody'];

async function findViolations(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const results = await page.evaluate<AxeResults, string[]>(
    (tags) => Reflect.get(window, 'axe').run({ runOnly: tags }),
    RULES,
  );
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** What is still being asked for hides what is wrong with it. */
const coming = (page: Page) =>
  page.locator('[aria-busy="true"], .mantine-Skeleton-root, .mantine-Loader-root');

/** One of each kind of thing that pages show only where there is any. */
let variantId: string;
test.beforeAll(async () => {
  const campaignId = `axe-${randomUUID().slice(0, 8)}`;
  const scope = { type: 'campaign', id: campaignId };
  await mutate('thresholds.set', { scope, values: { mode: 'approve' }, note: 'what waits is shown' });
  const postId = await publish(1000, 20);
  variantId = await post('axe', postId, { campaignId });
  const killed = await post('axe-killed', await publish(1000, 60));
  await mutate('monitoring.kill', { variantId: killed, reason: 'for the charts' });
  const expiresAt = async () => (await query('monitoring.status', { variantId }))['approvalExpiresAt'];
  await expect.poll(expiresAt).toEqual(expect.any(String));
});
test.afterAll(async () => {
  await mutate('monitoring.stop', { variantId, reason: 'the test is over' });
});

const PAGES = [
  '/',
  '/variants/:id',
  '/kiosk',
  '/decisions',
  '/thresholds',
  '/insights',
  '/system',
  ...SETTINGS,
  ...FRONT_DOORS,
];

for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of PAGES) {
    test(`axe finds nothing on ${path}, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.goto(path.replace(':id', variantId));
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      if (!FRONT_DOORS.includes(path))
        await expect(page.getByText('Live', { exact: true }).last()).toBeVisible();
      await expect(coming(page)).toHaveCount(0);
      expect(await findViolations(page)).toEqual([]);
    });
  }
}
