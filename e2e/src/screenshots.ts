import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCull } from '@cull/launcher';
import { chromium, type Page } from '@playwright/test';
import { LAUNCH_OPTIONS } from './browser';

/** Long enough for curves, warnings, kills and time-outs to be there. */
const CAMPAIGN_RUNS_MS = 90_000;
const PAGE_FILLS_MS = 12_000;
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** Takes the pictures of the documentation from a campaign that runs for a minute and a half. */
const dataDir = await mkdtemp(join(tmpdir(), 'cull-screenshots-'));
const cull = await startCull({ dataDir, demo: true });
const browser = await chromium.launch(LAUNCH_OPTIONS);
try {
  const signIn = await browser.newContext();
  const page = await signIn.newPage();
  await page.goto(cull.signInUrl);
  const storageState = await signIn.storageState();
  await pause(CAMPAIGN_RUNS_MS);
  await page.goto(`${cull.url}/?shows=ended`);
  const killed = await page
    .getByRole('log')
    .getByText('Killed')
    .first()
    .locator('xpath=..')
    .getByRole('link')
    .getAttribute('href');
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      const context = await browser.newContext({ baseURL: cull.url, viewport, colorScheme, storageState });
      const shot = await context.newPage();
      await take(shot, '/', `live-${size}-${colorScheme}`);
      await take(shot, killed ?? '/', `variant-${size}-${colorScheme}`);
      await context.close();
    }
  }
} finally {
  await browser.close();
  await cull.close();
  await rm(dataDir, { recursive: true, force: true });
}

async function take(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.waitForTimeout(PAGE_FILLS_MS);
  await page.screenshot({ path: join(FOLDER, `${name}.png`) });
  process.stdout.write(`${name}\n`);
}
