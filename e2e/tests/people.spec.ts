import { expect } from '@playwright/test';
import { post, publish } from '../src/orchestrator';
import { invitedViewer, PASSWORD } from './invited';
import { test } from './signed-in';

test('a viewer sees everything and is offered nothing that they may not do', async ({ request, browser }) => {
  const variantId = await post('looked-at', await publish(1000, 60));
  const { page } = await invitedViewer(request, browser);
  await page.goto(`/?text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toContainText('Healthy');
  await expect(page.getByRole('button', { name: /^(Kill|Protect|Pause)\b/ })).toHaveCount(0);
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByTestId('reason')).toContainText('is not below the kill threshold');
  await expect(page.getByRole('button', { name: /^(Kill|Stop|Protect|Extend|Save)/ })).toHaveCount(0);
  await page.goto('/thresholds');
  await expect(page.getByRole('region', { name: 'Active overrides' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Save/ })).toHaveCount(0);
  await page.goto('/settings?section=keys');
  await expect(page.getByText('This is for admins.')).toBeVisible();
  await expect(page.getByRole('tab')).toHaveText(['You']);
  await page.context().close();
});

test('a person changes their password, comes in with it, is given another role, and is shown out', async ({
  request,
  browser,
  page: admin,
}) => {
  const { page, email } = await invitedViewer(request, browser);
  await page.goto('/settings');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByLabel('New password').fill('quite another one');
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(page.getByText('The password is changed')).toBeVisible();
  await page.getByRole('button', { name: /^Account, alerts and appearance/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  // After signing out, nobody is told that their session has ended, or led back to where they were.
  await expect(page).toHaveURL('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('textbox', { name: 'Password' }).fill('quite another one');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page).toHaveURL('/');
  const pause = page.getByRole('button', { name: 'Pause kills until resumed' });
  await page.getByRole('button', { name: 'Auto-kill on' }).click();
  await expect(page.getByText('Operators can change it.')).toBeVisible();
  await expect(pause).toHaveCount(0);

  await admin.goto('/settings?section=people');
  await admin.getByLabel(`Role of ${email}`).selectOption('operator');
  await expect(admin.getByText(`${email} is operator now.`)).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Auto-kill on' }).click();
  await expect(pause).toBeVisible();

  await admin.getByRole('button', { name: `Remove ${email}` }).click();
  await admin
    .getByRole('dialog')
    .getByRole('button', { name: `Remove ${email}` })
    .click();
  await expect(admin.getByLabel(`Role of ${email}`)).toHaveCount(0);
  await expect(admin.getByRole('heading', { name: 'People' })).toBeFocused();
  // Their dashboard follows what happens, and is shown out where it stands.
  await expect(page).toHaveURL(/\/sign-in/);
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  await page.context().close();
});
