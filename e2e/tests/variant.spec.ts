import { randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import { postThroughScarceAccount } from '../src/behind';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { PRODUCT } from '../src/product';
import { test } from './signed-in';

/** Calls are counted for a while before they are spent slowly, and checks have to be late for a while. */
const BEHIND_WITHIN_MS = 90_000;

test('a variant is extended, protected, set free again and stopped; its curve tells who did it and why', async ({
  page,
}) => {
  const campaignId = `campaign-${randomUUID().slice(0, 8)}`;
  const sibling = await post('sibling', await publish(1000, 80), { campaignId });
  const variantId = await post('handled', await publish(1000, 60), { campaignId });
  await page.goto(`/variants/${variantId}`);
  const act = async (button: string, reason: string) => {
    await page.getByRole('button', { name: `${button} ${variantId}`, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(reason);
    await dialog.getByRole('button', { name: `${button} ${variantId}`, exact: true }).click();
    await expect(dialog).toHaveCount(0);
  };
  await act('Extend', 'It began late');
  await expect(page.getByText(/^1[5-9]:\d\d$/)).toBeVisible();
  await act('Protect', 'The client wants it');
  await expect(page.getByText('Protected', { exact: true }).first()).toBeVisible();
  await act('Unprotect', 'The client has changed their mind');
  const marks = page.getByRole('list', { name: 'Activity' });
  const actor = `by user:${PRODUCT.adminEmail}`;
  await expect(marks).toContainText(`The window was extended ${actor}: It began late`);
  await expect(marks).toContainText(`Protected ${actor}: The client wants it`);
  await expect(marks).toContainText(`No longer protected ${actor}: The client has changed their mind`);

  const curve = page.getByRole('region', { name: 'Engagement rate' }).locator('svg').first();
  for (const name of [/^posted$/, /^extended \d+:\d\d$/, /^protected \d+:\d\d$/, /^kill 3%$/])
    await expect(curve.getByText(name)).toBeVisible();

  await act('Stop', 'Seen enough');
  await expect(page.getByText('Stopped', { exact: true }).first()).toBeVisible();
  await expect(page.getByTestId('pool')).toContainText('In the pool');
  await expect(marks).toContainText(`Stopped ${actor}: Seen enough`);

  const siblings = page.getByRole('region', { name: `Variants of e2e-persona in campaign ${campaignId}` });
  // Marks of variants that have just begun lie on each other.
  await siblings.getByText('Variants as a table').click();
  await siblings.getByRole('table').getByRole('link', { name: sibling }).click();
  await expect(page.getByTestId('variant-id')).toHaveText(sibling);
  await expect(page.getByRole('link', { name: 'Next' })).toBeVisible();
  await page.keyboard.press(']');
  await expect(page.getByTestId('variant-id')).toHaveText(variantId);
  await page.getByRole('link', { name: 'Previous' }).click();
  await expect(page.getByTestId('variant-id')).toHaveText(sibling);
});

test('a variant that is checked less often than planned says how often, and why', async ({ page }) => {
  test.setTimeout(BEHIND_WITHIN_MS + 60_000);
  const variantId = await postThroughScarceAccount();
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText(/^Checked every .* instead of .*: call budget$/)).toBeVisible({
    timeout: BEHIND_WITHIN_MS,
  });
});

test.describe('an address', () => {
  for (const [path, id] of [
    ['/variants/never-posted', 'never-posted'],
    ['/variants/a%2', 'a%2'],
    ['/variants/%E0%A4%A', '%E0%A4%A'],
    [`/variants/${'x'.repeat(250)}`, 'x'.repeat(250)],
  ] as const) {
    test(`of a variant that never was leads on: ${path.slice(0, 40)}`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such variant');
      await expect(page.getByText(`“${id}”`)).toBeVisible();
      await page.getByRole('link', { name: 'Back to Live' }).click();
      await expect(page).toHaveURL('/');
    });
  }

  test('of no page says so within the frame', async ({ page }) => {
    const response = await page.goto('/nowhere/at/all');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
    await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
    await expect(page).toHaveTitle('Page not found · Cull');
  });
});

test('an id may have a per cent sign, whichever way leads to its page', async ({ page }) => {
  const campaignId = `percent-${randomUUID().slice(0, 8)}`;
  const sibling = await post('plain', await publish(1000, 60), { campaignId });
  const variantId = await post('100%-%41', await publish(1000, 60), { campaignId });
  const isThere = async () => {
    await expect(page.getByTestId('variant-id')).toHaveText(variantId);
    await expect(page).toHaveTitle(`${variantId} · Cull`);
  };
  await page.goto(`/variants/${encodeURIComponent(variantId)}`);
  await isThere();
  await page.goto(`/variants/${sibling}`);
  await page.getByText('Variants as a table').click();
  await page.getByRole('table').getByRole('link', { name: variantId }).click();
  await isThere();
});

test('a page that fails says so within the frame, and is tried again', async ({ page }) => {
  const variantId = await post('fails', await publish(1000, 60));
  await page.route(/monitoring\.status/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()).replaceAll('"policy":', '"polity":') });
  });
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Something went wrong on this page');
  await expect(page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  await page.unroute(/monitoring\.status/);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByTestId('variant-id')).toHaveText(variantId);
});

test('each session of a variant that was posted again has its page, with its record', async ({ page }) => {
  const campaignId = `again-${randomUUID().slice(0, 8)}`;
  const postId = await publish(1000, 60);
  const variantId = await post('again', postId, { campaignId });
  await expect.poll(async () => (await query('monitoring.status', { variantId }))['views']).toBe(1000);
  const { monitoringId } = await query('monitoring.status', { variantId });
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: campaignId },
    values: { killRatio: 0.4 },
    note: 'less strict',
  });
  await mutate('monitoring.kill', { variantId, reason: 'the first try' });
  await mutate('variants.posted', {
    variantId,
    personaId: 'e2e-persona',
    campaignId,
    postId: await publish(500, 30),
    expectedEngagementRate: 0.06,
  });

  await page.goto(`/decisions?variant=${variantId}`);
  await page.getByRole('button', { name: `Record of ${variantId}, Killed` }).click();
  await page.getByRole('link', { name: String(monitoringId) }).click();
  await expect(page).toHaveURL(`/variants/${variantId}?session=${monitoringId}`);
  const sessions = page.getByRole('region', { name: 'Posted 2 times' });
  await expect(sessions.getByRole('listitem').last()).toContainText('KilledManual');
  await expect(page.getByTestId('reason')).toContainText('the first try');
  await expect(page.getByText('Kill, complete', { exact: true })).toBeVisible();
  for (const control of ['Kill', 'Restore']) {
    await expect(page.getByRole('button', { name: `${control} ${variantId}`, exact: true })).toHaveCount(0);
  }
  const record = page.getByRole('list', { name: 'Activity' });
  await expect(record).toContainText(/Thresholds changed by key:\w+: less strict/);
  await expect(record).toContainText(`For campaign ${campaignId}Kill below, part of expected: not set 0.4`);
  await record.getByRole('link', { name: 'Killed' }).click();
  await expect(page).toHaveURL(`/decisions?variant=${variantId}&outcome=killed`);

  await page.goBack();
  await page.getByRole('link', { name: 'To the newest' }).click();
  await expect(page.getByRole('button', { name: `Kill ${variantId}`, exact: true })).toBeVisible();
  await expect(page.getByTestId('reason')).not.toContainText('the first try');
  const siblings = page.getByRole('region', { name: `Variants of e2e-persona in campaign ${campaignId}` });
  await expect(siblings.getByRole('link')).toHaveCount(1);

  await page.goto(`/variants/${variantId}?session=${randomUUID()}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such session');
  await page.getByRole('link', { name: 'To the newest session' }).click();
  await expect(page.getByTestId('variant-id')).toHaveText(variantId);
});

test('the curve is read by keyboard and as a table', async ({ page }) => {
  const postId = await publish(1000, 60);
  const variantId = await post('read', postId);
  await page.goto(`/variants/${variantId}`);
  await expect(page.getByText(/^6\s?% from 1 reading$/)).toBeVisible();
  await setCounters(postId, 1001, 61);
  await expect(page.getByText(/^6\.09\s?% from 2 readings$/)).toBeVisible();
  const curve = page.getByRole('application', { name: /^Engagement rate over time/ });
  await curve.focus();
  await page.keyboard.press('ArrowRight');
  const spoken = page.getByRole('region', { name: 'Engagement rate' }).getByRole('status');
  await expect(spoken).toHaveText(/: 6\.09\s?%, 61 interactions, 1,001 views$/);
  await page.keyboard.press('ArrowLeft');
  await expect(spoken).toHaveText(/: 6\s?%, 60 interactions, 1,000 views$/);

  await page.getByText('Readings as a table').click();
  await expect(page.getByRole('table').getByRole('row').nth(1)).toContainText(/6\s?%/);
});

for (const width of [320, 1440]) {
  test(`long ids and texts do not make the page wider than the ${width} pixels there are`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const long = (length: number) => 'm'.repeat(length);
    const variantId = await post(long(180), await publish(1000, 60), {
      campaignId: long(190),
      content: `First line\n${long(300)}`,
    });
    await mutate('monitoring.kill', { variantId, reason: long(400) });
    await page.goto(`/variants/${variantId}`);
    await expect(page.getByText('Kill, complete', { exact: true })).toBeVisible();
    await expect(page.getByTestId('pool')).toBeVisible();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expect(page.getByRole('region', { name: 'Message' }).getByText('First line')).toHaveCSS(
      'white-space',
      'pre-wrap',
    );
  });
}
