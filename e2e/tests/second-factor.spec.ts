import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { expect, type Page, test } from '@playwright/test';
import { TOTP } from 'otpauth';
import pg from 'pg';

const EMAIL = 'ann@example.org';
const PASSWORD = 'only-for-the-second-factor';

// Its admin has a second factor and old sessions, so that it takes a product of its own.
test.describe.configure({ mode: 'serial' });

let cull: Cull;
let dataDir: string;
test.beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cull-second-factor-'));
  // One person tries more here within a minute than anybody does in good faith.
  const env = { SIGN_INS_PER_MINUTE: '1000', SIGN_INS_PER_ACCOUNT: '1000' };
  cull = await startCull({ dataDir, adminEmail: EMAIL, adminPassword: PASSWORD, env });
});
test.afterAll(async () => {
  await cull.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function signIn(page: Page): Promise<void> {
  await page.goto(`${cull.url}/sign-in?next=%2Fsettings`);
  await page.getByLabel('Email').fill(EMAIL);
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Makes all sessions old enough to be asked. */
async function letTimePass(): Promise<void> {
  const client = new pg.Client({ connectionString: cull.databaseUrl });
  await client.connect();
  await client.query(`UPDATE auth_sessions SET proven_at = proven_at - interval '16 minutes'`);
  await client.end();
}

let app: TOTP;
let backupCodes: readonly string[] = [];
const codeIn = (steps: number) => app.generate({ timestamp: Date.now() + steps * 30_000 });

test('who signed in long ago confirms that it’s them, and what they wanted is done', async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole('region', { name: 'Second factor' })).toContainText('Off:');
  await letTimePass();
  await page.goto(`${cull.url}/settings?section=keys`);
  await page.getByLabel('Name').fill('confirmed');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await dialog.getByRole('textbox', { name: 'Your password' }).fill('not the password');
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog).toContainText('Incorrect password.');
  await dialog.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Copy the key of confirmed now')).toBeVisible();
});

test('who turns the question down is told why nothing was done', async ({ page }) => {
  await signIn(page);
  await expect(page.getByRole('region', { name: 'Second factor' })).toBeVisible();
  await letTimePass();
  await page.goto(`${cull.url}/settings?section=keys`);
  await page.getByLabel('Name').fill('turned down');
  await page.getByRole('button', { name: 'Create key' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm it’s you' });
  await expect(dialog.getByRole('textbox', { name: 'Your password' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('Confirm that it’s you first')).toBeVisible();
  await expect(page.getByRole('row', { name: 'turned down' })).toHaveCount(0);
});

test('a second factor is set up, and asked for at the next sign-in', async ({ page, browser }) => {
  await signIn(page);
  const panel = page.getByRole('region', { name: 'Second factor' });
  await panel.getByRole('button', { name: 'Set up' }).click();
  await panel.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD);
  await panel.getByRole('button', { name: 'Continue' }).click();
  await expect(panel.getByRole('img', { name: 'QR code of the secret' })).toBeVisible();
  app = new TOTP({
    secret: ((await panel.getByRole('region', { name: 'the secret' }).textContent()) ?? '').trim(),
  });
  await panel.getByLabel('Code that the app shows').fill('000000');
  await panel.getByRole('button', { name: 'Turn on' }).click();
  await expect(panel).toContainText('This code is wrong.');
  await panel.getByLabel('Code that the app shows').fill(codeIn(-1));
  await panel.getByRole('button', { name: 'Turn on' }).click();
  await expect(panel).toContainText('On:');
  await expect(panel).toContainText('Copy your backup codes now');
  backupCodes = ((await panel.getByRole('region', { name: 'your backup codes' }).textContent()) ?? '')
    .trim()
    .split('\n');
  expect(backupCodes).toHaveLength(10);

  const other = await (await browser.newContext()).newPage();
  await signIn(other);
  await other.getByLabel('Code from your authenticator app').fill('000000');
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(other.locator('form').getByRole('alert')).toContainText('This code is wrong.');
  await other.getByLabel('Code from your authenticator app').fill(codeIn(0));
  await other.getByRole('button', { name: 'Continue' }).click();
  await expect(other).toHaveURL(`${cull.url}/settings`);
  await other.context().close();
});

test('a backup code lets in, and the password turns the factor off', async ({ page }) => {
  await signIn(page);
  await page.getByRole('button', { name: 'Use a backup code' }).click();
  await page.getByLabel('Backup code').fill(backupCodes[0] ?? '');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page).toHaveURL(`${cull.url}/settings`);
  const panel = page.getByRole('region', { name: 'Second factor' });
  await panel.getByRole('button', { name: 'Turn off' }).click();
  await panel.getByRole('textbox', { name: 'Your password' }).fill(PASSWORD);
  await panel.getByRole('button', { name: 'Continue' }).click();
  await expect(panel).toContainText('Off:');
  await signIn(page);
  await expect(page).toHaveURL(`${cull.url}/settings`);
});
