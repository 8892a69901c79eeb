import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startCull } from '@cull/launcher';
import { type APIRequestContext, chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { postThroughScarceAccount } from './behind';
import { LAUNCH_OPTIONS } from './browser';
import { PRODUCT } from './product';

/** Long enough for live curves, warnings and kills to be there; the week before is seeded. */
const CAMPAIGN_RUNS_MS = 90_000;
/** Sparklines and curves draw what came since the page was opened. */
const LIVE_PAGE_FILLS_MS = 12_000;
const PAGE_FILLS_MS = 2_000;
const FOLDER = fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));
const SIZES = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const COLORS = 128;
/** The picture that moves, in the README. */
const MOVING = { width: 1200, height: 760 } as const;
const FRAMES = 40;
const FRAME_MS = 700;
const MOVING_QUALITY = 55;

/** Takes the pictures of the documentation: a seeded week, and a campaign that has run for a minute and a half. */
const dataDir = await mkdtemp(join(tmpdir(), 'cull-screenshots-'));
const { ports, apiKey } = PRODUCT;
const cull = await startCull({ dataDir, demo: true, seed: 'week', ports, apiKey });
const browser = await chromium.launch(LAUNCH_OPTIONS);
try {
  const signIn = await browser.newContext({ baseURL: cull.url });
  const page = await signIn.newPage();
  await page.goto(cull.signInUrl);
  const storageState = await signIn.storageState();
  await furnish(page.request, cull.url);
  const behind = await postThroughScarceAccount();
  await pause(CAMPAIGN_RUNS_MS);
  const variant = await findKilled(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    const moving = await browser.newContext({
      baseURL: cull.url,
      viewport: MOVING,
      colorScheme,
      storageState,
    });
    await film(await moving.newPage(), `live-moving-${colorScheme}`);
    await moving.close();
    for (const [size, viewport] of Object.entries(SIZES)) {
      const name = (what: string) => `${what}-${size}-${colorScheme}`;
      const stranger = await browser.newContext({ baseURL: cull.url, viewport, colorScheme });
      await take(await stranger.newPage(), '/sign-in', name('sign-in'));
      await stranger.close();
      const context = await browser.newContext({ baseURL: cull.url, viewport, colorScheme, storageState });
      const shot = await context.newPage();
      await take(shot, '/', name('live'), LIVE_PAGE_FILLS_MS);
      await take(shot, variant, name('variant'), LIVE_PAGE_FILLS_MS);
      await take(shot, `/variants/${behind}`, name('variant-behind'), LIVE_PAGE_FILLS_MS);
      await take(shot, '/kiosk', name('kiosk'), LIVE_PAGE_FILLS_MS);
      await take(shot, '/decisions', name('decisions'));
      await take(shot, '/thresholds?scope=persona&id=maya-runs', name('thresholds'));
      await shot.goto('/insights');
      await shot.getByRole('button', { name: 'Replay what was recorded' }).click();
      await shot.waitForTimeout(PAGE_FILLS_MS);
      await shot.evaluate(() => window.scrollTo(0, 0));
      await keep(shot, name('insights'), PAGE_FILLS_MS);
      await take(shot, '/system', name('system'));
      for (const section of ['people', 'keys', 'channels', 'audit']) {
        await take(shot, `/settings?section=${section}`, name(`settings-${section}`));
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await cull.close();
  await rm(dataDir, { recursive: true, force: true });
}

/** What a team has set up before its first campaign. */
async function furnish(request: APIRequestContext, origin: string): Promise<void> {
  const mutate = async (procedure: string, data: unknown) => {
    const response = await request.post(`/api/trpc/${procedure}`, { data, headers: { origin } });
    if (!response.ok())
      throw new Error(`${procedure} answered ${response.status()}: ${await response.text()}`);
  };
  await mutate('people.invite', { email: 'ann@example.org', role: 'operator' });
  await mutate('keys.create', { name: 'orchestrator', scopes: ['read', 'ingest', 'orchestrate'] });
  await mutate('keys.create', { name: 'reports', scopes: ['read'] });
  await mutate('channels.createWebhook', {
    eventTypes: ['breaker.tripped', 'source.unhealthy', 'channel.disabled'],
    name: 'orchestrator',
    url: 'https://orchestrator.example.org/cull',
  });
  await mutate('thresholds.set', {
    scope: { type: 'global' },
    values: { minViews: 100 },
    note: 'Nothing is judged on a handful of views',
  });
  await mutate('thresholds.set', {
    scope: { type: 'persona', id: 'maya-runs' },
    values: { warnRatio: 0.75, consecutiveBreaches: 2 },
    note: 'Maya’s readers react late',
  });
}

/** The address of a variant that was killed. */
async function findKilled(page: Page): Promise<string> {
  await page.goto('/decisions?outcome=killed&reason=below_threshold');
  const address = await page.locator('a[href^="/variants/"]').first().getAttribute('href');
  if (address === null) throw new Error('nothing was killed');
  return address;
}

/** A picture of the live page that moves: dots wander, and the rules kill. */
async function film(page: Page, name: string): Promise<void> {
  await page.goto('/');
  await page.waitForTimeout(LIVE_PAGE_FILLS_MS);
  const frames: Buffer[] = [];
  for (let frame = 0; frame < FRAMES; frame += 1) {
    frames.push(await page.screenshot());
    await page.waitForTimeout(FRAME_MS);
  }
  await sharp(frames, { join: { animated: true } })
    .webp({ quality: MOVING_QUALITY, delay: frames.map(() => FRAME_MS), loop: 0 })
    .toFile(join(FOLDER, `${name}.webp`));
  process.stdout.write(`${name}\n`);
}

async function take(page: Page, path: string, name: string, fillsMs = PAGE_FILLS_MS): Promise<void> {
  await page.goto(path);
  await keep(page, name, fillsMs);
}

async function keep(page: Page, name: string, fillsMs: number): Promise<void> {
  await page.waitForTimeout(fillsMs);
  await sharp(await page.screenshot())
    .png({ palette: true, colors: COLORS })
    .toFile(join(FOLDER, `${name}.png`));
  process.stdout.write(`${name}\n`);
}
