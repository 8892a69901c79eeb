import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { mutate, simulateAccount } from '../src/orchestrator';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

const DAY_MS = 86_400_000;
const unique = (name: string) => `${name}-${randomUUID().slice(0, 8)}`;
const accountOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

/** As a `datetime-local` field takes it. */
function inDays(days: number): string {
  const date = new Date(Date.now() + days * DAY_MS);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Removes an account and says why. */
async function remove(page: Page, name: string): Promise<void> {
  await accountOf(page, name)
    .getByRole('button', { name: `Remove ${name}` })
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('done with it');
  await dialog.getByRole('button', { name: `Remove ${name}` }).click();
  await expect(accountOf(page, name)).toHaveCount(0);
}

/** Presses a button that asks once more, and says yes. */
async function confirm(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
}

test('a Threads account is connected by its token, tested, paused, resumed, changed and removed', async ({
  page,
}) => {
  const name = unique('ada');
  const [accessToken, persona] = [unique('token'), unique('persona')];
  await simulateAccount(name, { accessToken });
  await page.goto('/settings?section=accounts');
  await expect(accountOf(page, 'default').getByRole('button')).toHaveText(['Test']);

  await page.getByRole('button', { name: 'Paste a Threads token' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Personas').fill(persona);
  await dialog.getByLabel('Personas').press('Enter');
  await dialog.getByRole('textbox', { name: 'Access token' }).fill(accessToken);
  await dialog.getByLabel('API address').fill('http://me:secret@127.0.0.1');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByText('Must not have a user name or password in it.')).toBeVisible();
  await expect(dialog.getByLabel('API address')).toBeFocused();
  await dialog.getByLabel('API address').fill(PRODUCT.sourceUrl);
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByText('The source answers: address and token work.')).toBeVisible();
  await dialog.getByLabel('Token expires at').fill(inDays(40));
  await dialog.getByRole('button', { name: 'Connect' }).click();

  const account = accountOf(page, name);
  await expect(account.getByText('ok', { exact: true })).toBeVisible();
  await expect(account).toContainText(persona);
  await account.getByRole('button', { name: `Test ${name}` }).click();
  await expect(account.getByText('The source answers: address and token work.')).toBeVisible();
  await expect(page.getByText(accessToken)).toHaveCount(0);

  await confirm(page, `Pause ${name}`);
  await expect(account.getByText('paused', { exact: true })).toBeVisible();
  await expect(account.getByRole('button', { name: `Resume ${name}` })).toBeFocused();
  await confirm(page, `Resume ${name}`);
  await expect(account.getByText('ok', { exact: true })).toBeVisible();

  for (const [days, state] of [
    [3, 'token expires'],
    [-1, 'token invalid'],
  ] as const) {
    await account.getByRole('button', { name: `Edit ${name}` }).click();
    await expect(dialog.getByRole('textbox', { name: 'Access token' })).toHaveValue('');
    await dialog.getByLabel('Token expires at').fill(inDays(days));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await expect(account.getByText(state)).toBeVisible();
  }
  await simulateAccount(name, { tokenExpiresAt: new Date(Date.now() - DAY_MS).toISOString() });
  await account.getByRole('button', { name: `Test ${name}` }).click();
  await expect(account.getByRole('status')).toContainText('expired');
  await account.getByRole('button', { name: `Refresh token of ${name}` }).click();
  await expect(account.getByRole('alert')).toContainText('The token was not refreshed');

  await remove(page, name);
  await expect(page.getByRole('heading', { name: 'Accounts' })).toBeFocused();
});

test('what is wrong with an HTTP source stands at its field', async ({ page }) => {
  const name = unique('adaptor');
  await page.goto('/settings?section=accounts');
  await page.getByRole('button', { name: 'Connect an HTTP source' }).click();
  const dialog = page.getByRole('dialog');
  const connect = () => dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByRole('button', { name: 'Connect' })).toBeDisabled();
  await dialog.getByLabel('Name').fill(name);
  for (const [label, value, says] of [
    ['URL', 'http://169.254.169.254/{postId}', 'link-local'],
    ['URL', 'http://127.0.0.1:9/engagement', 'has no {postId}'],
    ['Views', 'views', 'it needs a JSON Pointer such as /likes_count'],
    [
      'Interactions',
      '/likes_count\ncomments_count',
      'Number 2: is "comments_count"; it needs a JSON Pointer',
    ],
    ['Headers', 'no-header', 'Line 1 is not a header'],
    ['Headers', 'Host: here', 'Host: is "Host"; it needs a header name'],
  ] as const) {
    const field = dialog.getByLabel(label, { exact: true });
    await field.fill(value);
    await connect();
    await expect(dialog.getByText(says)).toBeVisible();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
    const good = {
      URL: 'http://127.0.0.1:9/engagement/{postId}',
      Views: '/views',
      Headers: 'X-Api-Key: abc',
    };
    await field.fill(label === 'Interactions' ? '/likes' : good[label]);
  }
  await dialog.getByRole('button', { name: 'Test' }).click();
  await expect(dialog.getByRole('status')).toContainText('ECONNREFUSED');
  await connect();
  const account = accountOf(page, name);
  await expect(account.getByText('HTTP source')).toBeVisible();

  await account.getByRole('button', { name: `Edit ${name}` }).click();
  await expect(dialog.getByLabel('Headers')).toHaveValue('X-Api-Key: (secret)');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(account.getByRole('button', { name: `Edit ${name}` })).toBeFocused();
  await remove(page, name);
});

test('a persona that another account has is refused, and the dialog fits a narrow screen', async ({
  page,
}) => {
  const [first, second, persona] = [unique('n'.repeat(80)), unique('second'), unique('persona')];
  const made = await mutate('accounts.create', {
    name: first,
    platform: 'http',
    personaIds: [persona],
    options: { preset: 'x' },
  });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto('/settings?section=accounts');
  await expect(accountOf(page, first)).toBeVisible();
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBe(320);
  await page.getByRole('button', { name: 'Connect an HTTP source' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill(second);
  await dialog.getByLabel('Preset').selectOption('x');
  await expect(dialog.getByLabel('Views')).toHaveCount(0);
  await dialog.getByLabel('Personas').fill(persona);
  await dialog.getByLabel('Personas').press('Enter');
  await dialog.getByRole('button', { name: 'Connect' }).click();
  await expect(dialog.getByText(`${persona} belongs to the account ${first}`)).toBeVisible();
  expect(await width()).toBe(320);
  const { accountId } = made;
  await mutate('accounts.remove', { accountId, reason: 'so that no other test finds it' });
});

test('a profile is connected at Threads, and the page shows the result', async ({ page }) => {
  const name = unique('grace');
  await simulateAccount(name, {});
  await page.goto('/settings?section=accounts');
  await page.getByRole('link', { name: 'Connect Threads' }).click();
  await page.getByRole('button', { name: 'Deny' }).click();
  const problem = page.getByRole('alert').filter({ hasText: 'Threads was not connected' });
  await expect(problem).toContainText('Access was not granted at Threads.');
  await expect(problem).toBeFocused();
  await problem.getByRole('button', { name: 'Dismiss' }).click();
  await expect(page).toHaveURL('/settings?section=accounts');

  await page.getByRole('link', { name: 'Connect Threads' }).click();
  await page.getByLabel(`@${name}`).check();
  await page.getByRole('button', { name: 'Allow' }).click();
  const told = page.getByRole('status').filter({ hasText: /^Threads \d+ is connected/ });
  await expect(told).toBeFocused();
  await told.getByRole('button', { name: 'Name its personas' }).click();
  const connected = await page.getByRole('dialog').getByLabel('Name').inputValue();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await expect(accountOf(page, connected).getByText('ok', { exact: true })).toBeVisible();
  await remove(page, connected);
});
