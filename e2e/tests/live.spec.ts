import { randomUUID } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { push } from '../src/contract/world';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

const MANY = 700;

/** A persona that no other test posts for. */
const aPersona = () => `persona-${randomUUID().slice(0, 8)}`;

/** Live variants whose counters nobody pushes. */
async function postMany(personaId: string, count: number): Promise<void> {
  const variants = Array.from({ length: count }, (_, index) => ({
    variantId: `${personaId}-${String(index).padStart(4, '0')}`,
    personaId,
    campaignId: personaId,
    postId: randomUUID(),
    source: 'push',
    expectedEngagementRate: 0.06,
  }));
  await mutate('variants.postedMany', { variants });
}

/** Ends what `postMany` posted, so that no other test finds them among its own. */
async function endAll(personaId: string): Promise<void> {
  await mutate('thresholds.set', {
    scope: { type: 'campaign', id: personaId },
    values: { windowSeconds: 1 },
    note: 'over',
  });
}

/** Lets no stream bring anything to the page, until what is given back is called. */
async function holdStreams(page: Page): Promise<() => Promise<unknown>> {
  await page.addInitScript(() => {
    const Real = window.EventSource;
    class Silent extends EventTarget {
      readyState: number = Real.OPEN;
      close() {
        this.readyState = Real.CLOSED;
      }
    }
    const { CONNECTING, OPEN, CLOSED } = Real;
    function open(url: string, init?: EventSourceInit) {
      return Reflect.get(window, 'isLineBack') === true ? new Real(url, init) : new Silent();
    }
    Reflect.set(window, 'EventSource', Object.assign(open, { CONNECTING, OPEN, CLOSED }));
  });
  return () => page.evaluate(() => Reflect.set(window, 'isLineBack', true));
}

const list = (page: Page) => page.getByRole('region', { name: 'Variants' });
const rowsOf = (page: Page) => list(page).locator('[data-row]');

test('the list is narrowed by persona, campaign, reason and text, and the address keeps it', async ({
  page,
}) => {
  const personaId = aPersona();
  const kept = `kept-${randomUUID().slice(0, 8)}`;
  const variantId = await post('narrow', await publish(1000, 60), { personaId, campaignId: kept });
  await post('elsewhere', await publish(1000, 60), { personaId, campaignId: 'other' });
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Persona' }).click();
  await page.getByRole('option', { name: personaId }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Campaign' }).click();
  await page.getByRole('option', { name: kept }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page).toHaveURL(`/?persona=${personaId}&campaign=${kept}`);

  await mutate('monitoring.kill', { variantId, reason: 'for the list' });
  await page.getByText('Killed', { exact: true }).first().click();
  await page.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option', { name: 'Evidence' }).click();
  await expect(page.getByText('No such variant answers to these filters.')).toBeVisible();
  await page.getByRole('combobox', { name: 'Reason' }).click();
  await page.getByRole('option', { name: 'By hand' }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await page.reload();
  await expect(rowsOf(page)).toContainText(variantId);
  await page.getByRole('searchbox', { name: 'Search by id' }).fill('nowhere');
  await expect(page.getByRole('link', { name: 'Open the variant “nowhere”' })).toBeVisible();
});

test('the keyboard chooses a variant, kills and protects it, searches, and can be turned off', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText(first);

  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: second })).toBeFocused();
  await page.keyboard.press('p');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The best we have');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).filter({ hasText: second })).toContainText('Protected');

  await page.keyboard.press('k');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog').getByRole('button', { name: `Kill ${first}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();

  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search by id' })).toBeFocused();
  await page.getByRole('radiogroup', { name: 'Layout' }).getByLabel('Table').focus();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('searchbox', { name: 'Search by id' })).toBeFocused();
  await page.keyboard.press('j');
  await expect(page.getByRole('searchbox', { name: 'Search by id' })).toHaveValue('j');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Tab');

  await page.keyboard.press('?');
  await page.getByRole('switch', { name: 'Single letters act' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('?');
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await page.getByRole('switch', { name: 'Single letters act' }).click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.keyboard.press('j');
  await expect(list(page).getByRole('link', { name: second })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/variants\/(first|second)-/);
});

test('hundreds of variants are drawn as far as they are on screen, as rows or as cards', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, MANY);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).first()).toBeVisible();
  expect(await rowsOf(page).count()).toBeLessThan(60);
  // More is asked for on the way down.
  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(page.getByText(`${MANY} shown`)).toBeVisible({ timeout: 500 });
  }).toPass();
  await page.mouse.wheel(0, 100_000);
  await expect(page.locator(`tr[aria-rowindex="${MANY + 1}"]`)).toBeInViewport();
  expect(await rowsOf(page).count()).toBeLessThan(60);

  await page.mouse.wheel(0, -200_000);
  await page.getByRole('radiogroup', { name: 'Layout' }).getByLabel('Cards').click({ force: true });
  await expect(page.getByRole('table')).toHaveCount(0);
  await page.reload();
  await expect(
    page
      .getByRole('listitem')
      .filter({ has: page.locator('[data-row]') })
      .first(),
  ).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Layout' }).getByLabel('Table').click({ force: true });
  await expect(page.getByRole('table')).toBeVisible();
  await endAll(personaId);
  await expect(rowsOf(page)).toHaveCount(0);
});

test('the last minute is drawn when the page opens, not only from then on', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 1);
  const variantId = `${personaId}-0000`;
  await push(variantId, 100, 6);
  await push(variantId, 200, 10);
  await push(variantId, 300, 21);
  // Nobody pushes any more: the stream has one reading to tell.
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).locator('[data-figure="sparkline"] path')).toHaveAttribute(
    'd',
    /^M[^L]+L[^L]+L[^L]+$/,
  );
});

test('when the stream breaks the page says so, and catches up without a reload', async ({
  page,
  context,
}) => {
  const postId = await publish(1000, 60);
  const variantId = await post('break', postId);
  await page.goto(`/?text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toBeVisible();
  await page.evaluate(() => Reflect.set(window, 'isTheSamePage', true));
  await context.setOffline(true);
  await expect(page.getByText('Reconnecting…')).toBeVisible({ timeout: 15_000 });
  await setCounters(postId, 2500, 61);
  await expect(async () => {
    expect(await query('monitoring.status', { variantId })).toMatchObject({ status: 'killed' });
  }).toPass();
  await context.setOffline(false);
  await expect(page.getByRole('log')).toContainText('61 interactions from 2,500 views');
  await expect(page.getByRole('row', { name: variantId })).toBeHidden();
  await expect(page.getByRole('banner').getByText('Live', { exact: true }).last()).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'isTheSamePage'))).toBe(true);
});

test('a kill is announced, and as a notification to those who asked for it', async ({ page }) => {
  await page.addInitScript(() => {
    const shown: string[] = [];
    class RecordedNotification {
      static requestPermission = () => Promise.resolve('granted');
      constructor(_title: string, { body }: { body: string }) {
        shown.push(body);
      }
    }
    Reflect.set(window, 'Notification', RecordedNotification);
    Reflect.set(window, 'shownNotifications', shown);
  });
  const postId = await publish(1000, 60);
  const variantId = await post('announced', postId);
  await page.goto('/');
  await page.getByRole('button', { name: /Account, alerts and appearance/ }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Notify me' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Play a sound' }).click();
  await setCounters(postId, 2100, 61);
  await expect(page.getByRole('status', { name: 'Kills' })).toContainText(
    `${variantId} was killed. 61 interactions from 2,100 views`,
  );
  const shown = () => page.evaluate(() => String(Reflect.get(window, 'shownNotifications')));
  expect(await shown()).toContain(variantId);
});

test('a kill that fails says so beside the field, and changes nothing on the screen', async ({ page }) => {
  const variantId = await post('refused', await publish(1000, 60));
  await page.goto(`/?text=${variantId}`);
  await page.route('**/api/trpc/monitoring.kill**', (route) => route.abort());
  await page.getByRole('button', { name: `Kill ${variantId}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('The line is down');
  await dialog.getByRole('button', { name: `Kill ${variantId}` }).click();
  await expect(dialog.getByText('The server does not answer.')).toBeVisible();
  await expect(dialog.getByRole('textbox', { name: 'Reason' })).toHaveValue('The line is down');
  await expect(page.getByRole('row', { name: variantId })).toContainText('Healthy');
});

test('what becomes of an act whose question was closed is said, and the next question stays open', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  let letAnswer = () => {};
  const answer = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  await page.route('**/api/trpc/monitoring.kill**', (route) => answer.then(() => route.abort()));
  await page.route('**/api/trpc/monitoring.protect**', (route) => answer.then(() => route.continue()));
  const dialog = page.getByRole('dialog');
  const askAndClose = async (name: string) => {
    await list(page).getByRole('button', { name, exact: true }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Closed meanwhile');
    await dialog.getByRole('button', { name }).click();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  };
  await askAndClose(`Kill ${first}`);
  await askAndClose(`Protect ${first}`);
  await list(page)
    .getByRole('button', { name: `Kill ${second}` })
    .click();
  letAnswer();
  await expect(page.getByText(`Not done: Kill ${first}`)).toBeVisible();
  await expect(page.getByText('The server does not answer.')).toBeVisible();
  await expect(page.getByText(`${first} is protected.`)).toBeVisible();
  await expect(dialog.getByRole('button', { name: `Kill ${second}` })).toBeVisible();
});

test('the order is held while somebody points at the list', async ({ page }) => {
  const personaId = aPersona();
  const risky = await publish(1000, 45);
  await post('safe', await publish(1000, 60), { personaId });
  const turned = await post('turned', risky, { personaId });
  await page.goto(`/?text=${personaId}`);
  await expect(rowsOf(page).first()).toContainText(turned);
  await expect(page.getByText('2 found', { exact: true })).toBeVisible();
  const place = await rowsOf(page).last().boundingBox();
  await rowsOf(page).last().hover();
  await expect(page.getByText('2 found, order held')).toBeVisible();
  // Saying so must not move what is about to be pressed.
  expect(await rowsOf(page).last().boundingBox()).toEqual(place);
  await setCounters(risky, 1500, 120);
  await expect(rowsOf(page).filter({ hasText: turned })).toContainText('8.00 %');
  await expect(rowsOf(page).first()).toContainText(turned);
});

test('a row that ends above the pointer keeps its place, until the pointer leaves', async ({ page }) => {
  const personaId = aPersona();
  const risky = await post('risky', await publish(1000, 40), { personaId });
  const pointedAt = await post('pointed', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(2);
  await expect(rowsOf(page).first()).toContainText(risky);
  const place = await rowsOf(page).last().boundingBox();
  await rowsOf(page).last().hover();
  const asked = page.waitForResponse(/monitoring\.list/);
  await mutate('monitoring.kill', { variantId: risky, reason: 'under the hand' });
  await asked;
  await expect(page.getByText('1 shown, order held')).toBeVisible();
  await expect(rowsOf(page).first()).toContainText('Killed');
  await expect(rowsOf(page).first().getByRole('button')).toHaveCount(0);
  await expect(rowsOf(page).last()).toContainText(pointedAt);
  expect(await rowsOf(page).last().boundingBox()).toEqual(place);
  await page.mouse.move(0, 0);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(rowsOf(page)).toContainText(pointedAt);
});

test('the feed tells decisions, however many variants are posted', async ({ page }) => {
  const personaId = aPersona();
  const variantId = await post('drowned', await publish(1000, 60), { personaId });
  await page.goto('/');
  await mutate('monitoring.kill', { variantId, reason: 'before the crowd' });
  await expect(page.getByRole('log')).toContainText(variantId);
  await postMany(personaId, 300);
  const newest = page.getByRole('region', { name: 'Overview' }).getByText(/^3\d\d$/);
  await expect(newest.first()).toBeVisible();
  await expect(page.getByRole('log')).toContainText(variantId);
  await page.reload();
  await expect(page.getByRole('log')).toContainText(variantId);
  await endAll(personaId);
});

test('every live persona and campaign can be chosen, and the search finds beyond the first page', async ({
  page,
}) => {
  const [crowd, other] = [aPersona(), aPersona()];
  await postMany(crowd, MANY);
  await postMany(other, 1);
  await page.goto(`/?persona=${crowd}`);
  await page.getByRole('combobox', { name: 'Campaign' }).click();
  await page.getByRole('option', { name: other }).click();
  await expect(page.getByText('No such variant answers to these filters.')).toBeVisible();
  await page.goto(`/?persona=${crowd}`);
  await expect(rowsOf(page).first()).toBeVisible();
  const search = page.getByRole('searchbox', { name: 'Search by id' });
  // As fast as people type, while the address follows late.
  await search.pressSequentially(`${crowd}-0699`, { delay: 150 });
  await expect(search).toHaveValue(`${crowd}-0699`);
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByText('1 found', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Live', exact: true }).click();
  await expect(search).toHaveValue('');
  await endAll(crowd);
  await endAll(other);
});

test('after a kill by keyboard the hand stays where it was, and the order is let go with the focus', async ({
  page,
}) => {
  const personaId = aPersona();
  const first = await post('first', await publish(1000, 40), { personaId });
  const second = await post('second', await publish(1000, 50), { personaId });
  const third = await post('third', await publish(1000, 60), { personaId });
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(rowsOf(page).first()).toContainText(first);
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The worst we have');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page).filter({ hasText: second })).toHaveCount(0);
  await expect(list(page).getByRole('link', { name: third })).toBeFocused();
  await expect(page.getByText('2 shown, order held')).toBeVisible();
  await page.keyboard.press('k');
  await expect(list(page).getByRole('link', { name: first })).toBeFocused();
  // With the last one, nobody is at the list any more.
  await mutate('monitoring.kill', { variantId: third, reason: 'one left' });
  await page.keyboard.press('x');
  await page.getByRole('textbox', { name: 'Reason' }).fill('The last one');
  await page.keyboard.press('Enter');
  await expect(rowsOf(page)).toHaveCount(0);
  await expect(page.getByText('order held')).toHaveCount(0);
});

test('letters act on the chosen row wherever it is, and not below what is open', async ({ page }) => {
  const personaId = aPersona();
  await postMany(personaId, 120);
  await page.goto(`/?persona=${personaId}`);
  await expect(rowsOf(page).first()).toBeVisible();
  await page.keyboard.press('j');
  const chosen = page.locator('[data-chosen]');
  const variantId = (await chosen.getByRole('link').textContent()) ?? '';
  await page.getByRole('button', { name: /Account, alerts and appearance/ }).click();
  await expect(page.getByRole('menu')).toBeVisible();
  await page.keyboard.press('x');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);

  await expect(async () => {
    await page.mouse.wheel(0, 100_000);
    await expect(chosen).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await page.keyboard.press('p');
  await expect(page.getByRole('dialog').getByRole('button', { name: `Protect ${variantId}` })).toBeVisible();
  await page.getByRole('textbox', { name: 'Reason' }).fill('Back in view');
  await page.keyboard.press('Enter');
  await expect(chosen).toContainText('Unprotect');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('p');
  await expect(
    page.getByRole('dialog').getByRole('button', { name: `Unprotect ${variantId}` }),
  ).toBeVisible();
  await endAll(personaId);
});

test('a line that falls silent is given up for a new one, and the page says that it waits', async ({
  page,
}) => {
  const letThrough = await holdStreams(page);
  await page.goto('/');
  await expect(page.getByRole('log')).toContainText('Waiting for the server…');
  await expect(page.getByText('Reconnecting…')).toBeVisible();
  await letThrough();
  await expect(page.getByRole('banner').getByText('Live', { exact: true }).last()).toBeVisible();
  await expect(page.getByRole('log')).not.toContainText('Waiting for the server…');
});

test('everything in the header can be reached on a narrow screen, live or not', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const letThrough = await holdStreams(page);
  await page.goto('/');
  const account = page.getByRole('button', { name: /Account, alerts and appearance/ });
  const pause = page.getByRole('button', { name: 'Pause all kills' });
  const state = page.getByRole('banner').getByRole('status');
  await expect(state).toContainText('Reconnecting');
  await expect(account).toBeInViewport({ ratio: 1 });
  const before = await pause.boundingBox();
  await letThrough();
  await expect(state).toContainText('Live');
  await expect(account).toBeInViewport({ ratio: 1 });
  expect(await pause.boundingBox()).toEqual(before);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
});
