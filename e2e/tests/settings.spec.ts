import { randomUUID } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import { z } from 'zod';
import { mutate } from '../src/orchestrator';
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
  await page.getByRole('button', { name: 'Create key' }).click();
  const shown = page.getByRole('region', { name: `the key of ${name}` });
  await expect(page.getByRole('status').filter({ has: shown })).toBeFocused();
  const key = (await shown.textContent()) ?? '';
  const pool = () =>
    fetch(`${PRODUCT.url}/api/trpc/pool.list`, { headers: { authorization: `Bearer ${key.trim()}` } });
  expect((await pool()).status).toBe(200);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText(key)).toBeHidden();

  const rows = page.getByRole('row', { name: new RegExp(`^${name} `) });
  await confirm(page, rows, `Rotate ${name}`);
  await expect(page.getByRole('status').filter({ has: shown })).toBeFocused();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(rows.filter({ hasText: 'active' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'being replaced, until' })).toHaveCount(1);
  for (const [revoked, state] of [
    [1, 'active'],
    [2, 'being replaced'],
  ] as const) {
    await confirm(page, rows.filter({ hasText: state }), `Revoke ${name}`);
    await expect(rows.filter({ hasText: 'revoked' })).toHaveCount(revoked);
    await expect(page.getByRole('heading', { name: 'API keys' })).toBeFocused();
  }
  expect((await pool()).status).toBe(401);
});

test('a new key is shown though the list cannot be read again, and the list stays', async ({ page }) => {
  const name = unique('unlisted');
  await page.goto('/settings?section=keys');
  const before = page.getByRole('row', { name: /active/ }).first();
  await expect(before).toBeVisible();
  await page.getByLabel('Name').fill(name);
  await page.route(/keys\.list/, (route) => route.abort());
  await page.getByRole('button', { name: 'Create key' }).click();
  await expect(page.getByRole('region', { name: `the key of ${name}` })).toContainText('cull_', {
    timeout: 30_000,
  });
  await expect(page.getByRole('alert').getByText('Could not load the keys')).toBeVisible();
  await expect(before).toBeVisible();
});

test('somebody is invited, and the invitation withdrawn; the last admin stays', async ({ page }) => {
  const email = `${unique('ann')}@example.org`;
  await page.goto('/settings?section=people');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Role', { exact: true }).selectOption('operator');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('region', { name: `the link for ${email}` })).toContainText(
    '/invitation?token=',
  );
  await page.getByRole('button', { name: 'Done' }).click();
  const row = page.getByRole('row', { name: new RegExp(`^${email} operator open`) });
  await confirm(page, row, `Withdraw the invitation of ${email}`);
  await expect(page.getByRole('row', { name: new RegExp(`^${email} operator withdrawn`) })).toBeVisible();

  await page.getByLabel(`Role of ${PRODUCT.adminEmail}`).selectOption('viewer');
  await expect(page.getByText(`${PRODUCT.adminEmail} is the last admin.`)).toBeVisible();
});

test('a webhook is added, tested and removed, and it is in the deliveries and the audit trail', async ({
  page,
}) => {
  const name = unique('hook');
  await page.goto('/settings?section=channels');
  await page.getByRole('button', { name: 'Add webhook' }).click();
  await page.getByLabel('Name of the webhook').fill(name);
  await page.getByLabel('Address').fill('orchestrator');
  await expect(page.getByText('needs an address like https://example.com/cull')).toBeVisible();
  for (const [address, says] of [
    ['http://93.184.216.34/cull', '93.184.216.34 is spoken to without TLS: needs https.'],
    ['https://127.0.0.1:9/cull', '127.0.0.1 is not a public address but this machine’s own.'],
    ['https://localhost/cull', '127.0.0.1 is not a public address but this machine’s own.'],
  ] as const) {
    await page.getByLabel('Address').fill(address);
    await page.getByRole('button', { name: 'Add a webhook' }).click();
    await expect(page.getByText(says)).toBeVisible();
    await expect(page.getByLabel('Address')).toHaveAttribute('aria-invalid', 'true');
  }
  await page.getByLabel('Address').fill('http://127.0.0.2:9/cull');
  await page.getByRole('button', { name: 'Add a webhook' }).click();
  await expect(page.getByRole('region', { name: `the secret of ${name}` })).toContainText('whsec_');
  await page.getByRole('button', { name: 'Done' }).click();

  const channel = page.getByRole('region', { name, exact: true });
  await expect(channel).toContainText('not tried yet');
  await channel.getByRole('button', { name: `Test ${name}` }).click();
  await channel.getByRole('link', { name: 'Deliveries' }).click();
  const delivery = page.getByRole('row', { name: new RegExp(`^test .* ${name} `) });
  await expect(delivery).toContainText('ECONNREFUSED');

  await delivery.getByRole('button', { name: 'test', exact: true }).click();
  await expect(delivery).toContainText('no answer');

  await page.goto('/settings?section=channels');
  await expect(channel).toContainText('failing');
  // One quickly after the other: the second must not take the first back.
  await channel.getByText('14 of 22 events').click();
  const quickly = ['variant.warned', 'variant.timed_out'];
  for (const type of quickly) await channel.getByRole('checkbox', { name: type }).click({ force: true });
  for (const type of quickly) await expect(channel.getByRole('checkbox', { name: type })).toBeChecked();
  await confirm(page, channel, `New secret for ${name}`);
  const secret = page.getByRole('region', { name: `the secret of ${name}` });
  await expect(secret).toContainText('whsec_');
  await expect(page.getByRole('status').filter({ has: secret })).toBeFocused();
  await page.getByRole('button', { name: 'Done' }).click();
  await channel.getByRole('switch', { name: `${name} is on` }).click({ force: true });
  await expect(channel.getByText('off', { exact: true })).toBeVisible();
  await page.reload();
  await channel.getByText('16 of 22 events').click();
  for (const type of quickly) await expect(channel.getByRole('checkbox', { name: type })).toBeChecked();
  await expect(channel.getByRole('switch', { name: `${name} is on` })).not.toBeChecked();
  await channel.getByRole('button', { name: `Remove ${name}` }).click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('done with it');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: `Remove ${name}` })
    .click();
  await expect(channel).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Channels' })).toBeFocused();

  await page.goto('/settings?section=audit&action=channels.remove');
  const removals = page.getByRole('row', { name: /channels\.remove/ });
  await expect(removals.filter({ hasText: 'done with it' })).not.toHaveCount(0);
  await expect(page.getByRole('link', { name: 'CSV' })).toHaveAttribute(
    'href',
    '/api/audit?action=channels.remove&format=csv',
  );

  // The fields follow the address, on the way back too.
  const what = page.getByRole('combobox', { name: 'What', exact: true });
  await what.fill('channels.test');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/action=channels\.test/);
  await page.goBack();
  await expect(what).toHaveValue('channels.remove');
});

test('a channel in Slack is added with a token that looks like one', async ({ page }) => {
  const name = unique('slack');
  await page.goto('/settings?section=channels');
  await page.getByRole('button', { name: 'Add Slack channel' }).click();
  await page.getByLabel('Display name').fill(name);
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
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('Incorrect password.')).toBeVisible();
});

test('a password change says when nobody answers', async ({ page }) => {
  await page.goto('/settings');
  await page.getByLabel('Current password').fill('not the one');
  await page.getByLabel('New password').fill('long enough to pass');
  await page.route('**/api/auth/change-password', (route) => route.abort());
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The server does not answer.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change password' })).toBeEnabled();
});

test('deliveries of a channel that is gone say so, and lead back to all', async ({ page }) => {
  for (const channel of [randomUUID(), 'no-id']) {
    await page.goto(`/settings?section=deliveries&channel=${channel}`);
    await expect(page.getByText('This channel is gone')).toBeVisible();
    await expect(page.getByLabel('Channel')).toHaveValue(channel);
    await page.getByRole('button', { name: 'Show all channels' }).click();
    await expect(page).toHaveURL('/settings?section=deliveries');
    await expect(page.getByText('This channel is gone')).toHaveCount(0);
  }
});

test('a channel keeps one type of event at least, and a long name fits a narrow screen', async ({ page }) => {
  const name = unique('n'.repeat(80));
  const made = await page.request.post('/api/v1/channels/webhooks', {
    data: { name, url: 'https://orchestrator.example.com/cull', eventTypes: ['channel.disabled'] },
    headers: { origin: PRODUCT.url },
  });
  expect(made.status()).toBe(200);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('/settings?section=channels');
  const channel = page.getByRole('region', { name, exact: true });
  await channel.getByText('1 of 22 events').click();
  await channel.getByRole('checkbox', { name: 'channel.disabled' }).click({ force: true });
  await expect(channel.getByText('Select at least one event, or turn the channel off.')).toBeVisible();
  await expect(channel.getByRole('checkbox', { name: 'channel.disabled' })).toBeChecked();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(320);
  await page.goto('/settings?section=deliveries');
  await expect(page.getByLabel('Channel')).toContainText(name);
  expect(await width()).toBe(320);
  const { channelId } = z.object({ channelId: z.string() }).parse(await made.json());
  await mutate('channels.remove', { channelId, reason: 'so that no other test finds it' });
});

test('the audit trail is narrowed by a name without its kind, and by days', async ({ page }) => {
  await page.goto(`/settings?section=audit&actor=${encodeURIComponent(PRODUCT.adminEmail)}`);
  const rows = page.getByRole('row', { name: /user:/ });
  await expect(rows.first()).toBeVisible();
  await page.getByLabel('To', { exact: true }).fill('2020-01-01');
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page.getByText('No results.')).toBeVisible();
});
