import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { post, publish } from '../src/orchestrator';
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

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    const variantId = await post('axe', await publish(1000, 60));
    for (const path of [
      '/',
      `/variants/${variantId}`,
      '/kiosk',
      '/decisions',
      '/thresholds',
      '/insights',
      '/system',
      ...SETTINGS,
      ...FRONT_DOORS,
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
      if (!FRONT_DOORS.includes(path))
        await expect(page.getByText('Live', { exact: true }).last()).toBeVisible();
      expect.soft(await findViolations(page), path).toEqual([]);
    }
  });
}
