import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cull, startCull } from '@cull/launcher';
import { expect, type Page, test } from '@playwright/test';
import { OAuth2Server } from 'oauth2-mock-server';

const API_KEY = 'cull_sso-tests-only';
const CLIENT_ID = 'cull';

// A provider is switched on by configuration, so that it takes a product of its own.
// They share a product that has a provider.
test.describe.configure({ mode: 'default' });

let issuer: OAuth2Server;
let cull: Cull;
let dataDir: string;
let who: Record<string, unknown> = {};
test.beforeAll(async () => {
  issuer = new OAuth2Server();
  await issuer.issuer.keys.generate('RS256');
  await issuer.start(0, '127.0.0.1');
  issuer.service.on('beforeTokenSigning', ({ payload }) => {
    Object.assign(payload, who, { aud: CLIENT_ID, email_verified: true });
  });
  dataDir = await mkdtemp(join(tmpdir(), 'cull-sso-'));
  const env = {
    OIDC_ISSUER: issuer.issuer.url ?? '',
    OIDC_CLIENT_ID: CLIENT_ID,
    OIDC_CLIENT_SECRET: 'hush',
    OIDC_NAME: 'Acme',
  };
  cull = await startCull({ dataDir, apiKey: API_KEY, env });
});
test.afterAll(async () => {
  await cull.close();
  await issuer.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function comeAs(page: Page, email: string): Promise<void> {
  who = { sub: email, email, name: 'Ann Acme' };
  await page.goto(`${cull.url}/sign-in?next=%2Fkiosk`);
  await page.getByRole('button', { name: 'Sign in with Acme' }).click();
}

test('somebody who was invited comes in through the provider, and goes where they wanted to', async ({
  page,
}) => {
  const invited = await fetch(`${cull.url}/api/trpc/people.invite`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email: 'ann@acme.example', role: 'operator' }),
  });
  expect(invited.status).toBe(200);
  await comeAs(page, 'ann@acme.example');
  await expect(page).toHaveURL(`${cull.url}/kiosk`);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
});

test('somebody whom nobody knows is told so', async ({ page }) => {
  await comeAs(page, 'mallory@acme.example');
  await expect(page.locator('form').getByRole('alert')).toContainText('Nobody has invited this address yet.');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fkiosk&error=not_invited/);
});

test('the button is the next stop after the password, and leads back to any page', async ({ page }) => {
  who = { sub: 'bob@acme.example', email: 'bob@acme.example', name: 'Bob Acme' };
  await page.goto(`${cull.url}/sign-in?next=${encodeURIComponent('/kiosk?since=2026-01-01T00:00:00Z')}`);
  await page.getByRole('button', { name: 'Sign in', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Sign in with Acme' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('form').getByRole('alert')).toContainText('Nobody has invited this address yet.');
  await expect(page).toHaveURL(/next=%2Fkiosk%3Fsince%3D2026-01-01T00%3A00%3A00Z&error=not_invited/);
});
