import { expect, type Page } from '@playwright/test';
import { aPersona, endAll, postMany } from '../src/live-list';
import { mutate, post, publish, query, setCounters } from '../src/orchestrator';
import { test } from './signed-in';

/** The line that streams come over, which the test cuts and mends. Browsers let a stream go on that was open when they went offline. */
async function lineOf(page: Page, isUp: boolean) {
  await page.addInitScript((isUpAtFirst) => {
    const Real = window.EventSource;
    class Silent extends EventTarget {
      readyState: number = Real.OPEN;
      close() {
        this.readyState = Real.CLOSED;
      }
    }
    const { CONNECTING, OPEN, CLOSED } = Real;
    const streams: EventSource[] = [];
    let isUpNow = isUpAtFirst;
    function open(url: string, init?: EventSourceInit) {
      if (!isUpNow) return new Silent();
      const stream = new Real(url, init);
      streams.push(stream);
      return stream;
    }
    Reflect.set(window, 'EventSource', Object.assign(open, { CONNECTING, OPEN, CLOSED }));
    Reflect.set(window, 'setLine', (isUpFromNow: boolean) => {
      isUpNow = isUpFromNow;
      if (!isUpNow) for (const stream of streams.splice(0)) stream.close();
    });
  }, isUp);
  const set = (isUpFromNow: boolean) =>
    page.evaluate((is) => Reflect.get(window, 'setLine')(is), isUpFromNow);
  return { cut: () => set(false), mend: () => set(true) };
}

test('when the stream breaks the page says so, and catches up without a reload', async ({ page }) => {
  const line = await lineOf(page, true);
  const postId = await publish(1000, 60);
  const variantId = await post('break', postId);
  await page.goto(`/?text=${variantId}`);
  await expect(page.getByRole('row', { name: variantId })).toBeVisible();
  await page.evaluate(() => Reflect.set(window, 'isTheSamePage', true));
  await line.cut();
  await expect(page.getByText('Reconnecting…')).toBeVisible({ timeout: 15_000 });
  await setCounters(postId, 2500, 61);
  await expect(async () => {
    expect(await query('monitoring.status', { variantId })).toMatchObject({ status: 'killed' });
  }).toPass();
  await line.mend();
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
  // Alone, or with another kill of the same moment: of which test that is, is chance.
  const announced = page.getByRole('status', { name: 'Alerts' });
  await expect(announced).toContainText(variantId);
  await expect(announced).toContainText(
    / was killed\. 61 interactions from 2,100 views|variants were killed: /,
  );
  const shown = () => page.evaluate(() => String(Reflect.get(window, 'shownNotifications')));
  expect(await shown()).toContain(variantId);
});

test('the feed tells decisions, however many variants are posted', async ({ page }) => {
  const personaId = aPersona();
  const variantId = await post('drowned', await publish(1000, 60), { personaId });
  await page.goto('/');
  await mutate('monitoring.kill', { variantId, reason: 'before the crowd' });
  await expect(page.getByRole('log')).toContainText(variantId);
  await postMany(personaId, 300);
  // Until the page has heard of them.
  const live = page
    .getByRole('region', { name: 'Overview' })
    .getByText('Live now')
    .locator('xpath=following-sibling::*[1]');
  await expect
    .poll(async () => Number((await live.textContent())?.replaceAll(/\D/g, '')))
    .toBeGreaterThanOrEqual(300);
  await expect(page.getByRole('log')).toContainText(variantId);
  await page.reload();
  await expect(page.getByRole('log')).toContainText(variantId);
  await endAll(personaId);
});

test('a line that falls silent is given up for a new one, and the page says that it waits', async ({
  page,
}) => {
  const line = await lineOf(page, false);
  await page.goto('/');
  await expect(page.getByRole('log')).toContainText('Waiting for the server…');
  await expect(page.getByText('Reconnecting…')).toBeVisible();
  await line.mend();
  await expect(page.getByRole('banner').getByText('Live', { exact: true }).last()).toBeVisible();
  await expect(page.getByRole('log')).not.toContainText('Waiting for the server…');
});

test('everything in the header can be reached on a narrow screen, live or not', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  const line = await lineOf(page, false);
  await page.goto('/');
  const account = page.getByRole('button', { name: /Account, alerts and appearance/ });
  const pause = page.getByRole('button', { name: /^Auto-kill/ });
  const state = page.getByRole('banner').getByRole('status');
  await expect(state).toContainText('Reconnecting');
  await expect(account).toBeInViewport({ ratio: 1 });
  const before = await pause.boundingBox();
  await line.mend();
  await expect(state).toContainText('Live');
  await expect(account).toBeInViewport({ ratio: 1 });
  expect(await pause.boundingBox()).toEqual(before);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(tooWide).toBeLessThanOrEqual(0);
});
