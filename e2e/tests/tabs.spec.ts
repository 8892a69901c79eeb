import { expect, type Page } from '@playwright/test';
import { test } from './signed-in';

const TABS = 8;
/** Without a connection it would never be; with one, a machine that draws without a graphics card takes its time. */
const SOON = { timeout: 45_000 };

/** Playwright keeps every tab visible; a browser hides all but the one in front. */
async function show(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate((now) => {
    Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);
}

/** What the header says of the stream; "Reconnecting…" and "Connecting" without one. */
const liveness = (page: Page) =>
  page
    .getByRole('banner')
    .getByRole('status')
    .filter({ hasText: /Live|onnecting/ });

test('eight tabs are live, more than a browser has connections for over plain HTTP', async ({ context }) => {
  // Eight pages, one after the other.
  test.setTimeout(240_000);
  const tabs: Page[] = [];
  for (let tab = 0; tab < TABS; tab += 1) {
    const before = tabs.at(-1);
    if (before !== undefined) await show(before, 'hidden');
    const page = await context.newPage();
    tabs.push(page);
    await page.goto('/');
    await expect(liveness(page)).toContainText('Live', SOON);
  }
  const [first] = tabs;
  if (first === undefined) throw new Error('there are no tabs');
  // Long after its stream was let go.
  await show(first, 'visible');
  await expect(liveness(first)).toContainText('Live', SOON);
});
