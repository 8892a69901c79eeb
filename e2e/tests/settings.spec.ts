import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;

/** Presses a button that asks once more, and says yes. */
async function confirm(page: Page, within: Locator, name: string): Promise<void> {
  await within.getByRole('button', { name }).click();
  await page.getByRole('dialog').getByRole('button', { name }).click();
}

test('a key is made, shown once, rotated and revoked', async ({ page }) => {
  const name = unique('orchestrator');
  await page.goto('/settings?section=keys');
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: 'Make a key' }).click();
  const shown = page.getByRole('region', { name: `the key of ${name}` });
  const key = (await shown.textContent()) ?? '';
  const pool = () =>
    fetch(`${PRODUCT.url}/api/trpc/pool.list`, { headers: { authorization: `Bearer ${key.trim()}` } });
  expect((await pool()).status).toBe(200);
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(page.getByText(key)).toBeHidden();

  const rows = page.getByRole('row', { name: new RegExp(`^${name} `) });
  await confirm(page, rows, `Rotate ${name}`);
  await page.getByRole('button', { name: 'I have it' }).click();
  await expect(rows).toHaveCount(2);
  for (const revoked of [1, 2]) {
    await confirm(page, rows.filter({ hasText: 'in force' }).first(), `Revoke ${name}`);
    await expect(rows.filter({ hasText: 'revoked' })).toHaveCount(revoked);
  }
  expect((await pool()).status).toBe(401);
});

test('somebody is invited, and the invitation withdrawn; the last admin stays', async ({ page }) => {
  const email = `${unique('ann')}@example.org`;
  await page.goto('/settings?section=people');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption('operator');
  await page.getByRole('button', { name: 'Invite' }).click();
  await expect(page.getByRole('region', { name: `the link for ${email}` })).toContainText(
    '/invitation?token=',
  );
  await page.getByRole('button', { name: 'I have it' }).click();
  const row = page.getByRole('row', { name: new RegExp(`^${email} operator open`) });
  await confirm(page, row, `Withdraw the invitation of ${email}`);
  await expect(page.getByRole('row', { name: new RegExp(`^${email} operator withdrawn`) })).toBeVisible();

  await page.getByLabel(`Role of ${PRODUCT.adminEmail}`).selectOption('viewer');
  await expect(page.getByText(/is the last admin, who cannot be demoted/)).toBeVisible();
});

test('a webhook is added, tested and removed, and its deliveries and the audit trail tell of it', async ({
  page,
}) => {
  const name = unique('hook');
  await page.goto('/settings?section=channels');
  await page.getByLabel('Name of the webhook').fill(name);
  await page.getByLabel('Address').fill('orchestrator');
  await expect(page.getByText('needs an address like https://example.com/cull')).toBeVisible();
  await page.getByLabel('Address').fill('https://127.0.0.1:9/cull');
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await expect(page.getByRole('region', { name: `the secret of ${name}` })).toContainText('whsec_');
  await page.getByRole('button', { name: 'I have it' }).click();

  const channel = page.getByRole('region', { name, exact: true });
  await channel.getByRole('button', { name: `Test ${name}` }).click();
  await channel.getByRole('link', { name: 'Deliveries' }).click();
  const delivery = page.getByRole('row', { name: new RegExp(`^test .* ${name} `) });
  await expect(delivery).toContainText('is not a public address');

  await delivery.getByRole('button', { name: /test/ }).click();
  await expect(delivery).toContainText('no answer');

  await page.goto('/settings?section=channels');
  await channel.getByRole('checkbox', { name: 'variant.warned' }).click({ force: true });
  await expect(channel.getByRole('checkbox', { name: 'variant.warned' })).toBeChecked();
  await confirm(page, channel, `New secret for ${name}`);
  await expect(page.getByRole('region', { name: `the secret of ${name}` })).toContainText('whsec_');
  await page.getByRole('button', { name: 'I have it' }).click();
  await channel.getByRole('switch', { name: `${name} is on` }).click({ force: true });
  await expect(channel.getByText('off', { exact: true })).toBeVisible();
  await page.reload();
  await expect(channel.getByRole('checkbox', { name: 'variant.warned' })).toBeChecked();
  await expect(channel.getByRole('switch', { name: `${name} is on` })).not.toBeChecked();
  await channel.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('done with it');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Remove ${name}` })
    .click();
  await expect(channel).toHaveCount(0);

  await page.goto('/settings?section=audit&action=channels.remove');
  await expect(page.getByRole('row', { name: /channels\.remove/ }).first()).toContainText('done with it');
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveAttribute(
    'href',
    '/api/audit?action=channels.remove&format=csv',
  );
});

test('a channel in Slack is added with a token that looks like one', async ({ page }) => {
  const name = unique('slack');
  await page.goto('/settings?section=channels');
  await page.getByLabel('Name of the Slack channel, here').fill(name);
  await page.getByLabel('Channel id').fill('C0123456789');
  await page.getByRole('textbox', { name: 'Bot token' }).fill('a-token');
  await expect(page.getByText('needs a bot token, which begins with xoxb-')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a Slack channel' })).toBeDisabled();
  await page.getByRole('textbox', { name: 'Bot token' }).fill('xoxb-1-of-nobody');
  await page.getByRole('button', { name: 'Add a Slack channel' }).click();
  const channel = page.getByRole('region', { name, exact: true });
  await expect(channel).toContainText('Slack, channel C0123456789');
  await channel.getByRole('button', { name: `Remove ${name}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('nobody there');
  await dialog.getByRole('button', { name: `Remove ${name}` }).click();
  await expect(channel).toHaveCount(0);
});

test('a new password is checked before it is sent, and the old one by the server', async ({ page }) => {
  await page.goto('/settings');
  await expect(page.getByText(`${PRODUCT.adminEmail}. Role: admin.`)).toBeVisible();
  await page.getByLabel('New password').fill('short');
  await expect(page.getByText('needs at least 10 characters')).toBeVisible();
  await page.getByLabel('New password').fill('long enough to pass');
  await page.getByLabel('Current password').fill('not the one');
  await page.getByRole('button', { name: 'Change the password' }).click();
  await expect(page.getByText(/invalid password/i)).toBeVisible();
});
