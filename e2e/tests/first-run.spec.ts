import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Cull, startCull } from '@cull/launcher';
import { expect, type Page, test } from '@playwright/test';

const run = promisify(execFile);

// The guide is for people who have posted nothing yet: it needs a product of its own.
let cull: Cull;
let dataDir: string;
test.beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cull-first-run-'));
  cull = await startCull({ dataDir });
});
test.afterAll(async () => {
  await cull.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** Runs in a shell what the page shows under this name. */
async function runShown(page: Page, name: string): Promise<void> {
  const command = await page.getByRole('region', { name, exact: true }).textContent();
  await run('sh', ['-c', command ?? '']);
}

test('the guide leads from nothing to a variant that the reader’s own curl posted, and to its kill', async ({
  page,
}) => {
  await page.goto(cull.signInUrl);
  await expect(page.getByRole('heading', { name: 'See your first kill in one minute' })).toBeVisible();
  await expect(page.getByText('Literal is active until you choose')).toBeVisible();
  const literal = page.getByRole('article', { name: 'Literal' });
  await expect(literal).toContainText('Kills 71% of healthy variants');
  await expect(literal).toContainText('(default), active');
  await page.getByRole('button', { name: 'Start with Careful' }).click();
  await expect(page.getByText('Careful is active for everything.')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Careful' })).toContainText('active');
  await expect(
    page.getByRole('region', { name: 'Overview' }).getByText('Not known yet', { exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByText('Your key is in the commands below')).toBeVisible();

  await runShown(page, 'the command that posts a variant');
  await expect(page.getByText('my-first-variant is being watched.')).toBeVisible();
  await runShown(page, 'the command that pushes a sample');
  await expect(page.getByText('Killed. The page of my-first-variant says why.')).toBeVisible();

  await page.getByRole('button', { name: 'Dismiss this guide' }).click();
  await expect(page.getByRole('heading', { name: 'Cull is at work' })).toBeHidden();
  await page.goto(`${cull.url}/thresholds`);
  const layers = page.getByRole('region', { name: 'Active overrides' });
  await expect(layers.getByRole('row', { name: 'everything' })).toContainText(
    'When a variant goes bad: kill',
  );
  await expect(layers).toContainText('First run: begins with the preset Careful');
  await page.goto(cull.url);
  await expect(page.getByRole('log')).toContainText('my-first-variant');
  await expect(page.getByRole('button', { name: 'Create key' })).toBeHidden();
});
