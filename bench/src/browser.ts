import { setTimeout as pause } from 'node:timers/promises';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { mutate, postAll } from './load';
import { summarize } from './percentiles';
import { printTable } from './table';
import { withCull } from './with-cull';

const LIVE = 1_000;
/** Listed besides for the second scroll, without samples. */
const MORE = 1_000;
/** Longer than from one look at the list to the next. */
const LISTED_MS = 6_000;
const PUSH_EVERY_MS = 1_000;
const VIEWS_A_PUSH = 50;
const RATE = 0.06;
/** A curve needs more than one reading: nobody's first visit is to a campaign of a second. */
const UNDER_WAY_MS = 10_000;
const WATCH_MS = 60_000;
const CHART_MS = 30_000;
/** Until the chart has a dot for each variant. */
const DOTS_MS = 15_000;
const SCROLL_MS = 10_000;
const SCROLL_STEP_PX = 60;
const MINUTES = 10;
const MINUTE_MS = 60_000;
const VIEWPORT = { width: 1440, height: 900 };

/**
 * The dashboard in a real browser with 1,000 live variants and a sample a second each: what a first visit loads and
 * how long it waits, how old a sample is when its pixels are drawn, frames while scrolling (through 2,000 rows, too, and
 * once nothing else takes the processor), the script in a frame of the boundary chart with 2,000 dots, and memory over ten
 * minutes.
 */
export async function browser(): Promise<void> {
  const executablePath = process.env['CHROMIUM_PATH'];
  const launched = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    await withCull(async ({ url, signInUrl }) => {
      const variantIds = await postAll(url, 'live', LIVE);
      const more: string[] = [];
      let isMorePushed = false;
      const pushed = new Map<number, number>();
      let views = 0;
      const push = async () => {
        views += VIEWS_A_PUSH;
        pushed.set(views, Date.now());
        await pushAll(url, isMorePushed ? [...variantIds, ...more] : variantIds, views);
      };
      const timer = setInterval(() => void push(), PUSH_EVERY_MS);
      try {
        const signedIn = await launched.newContext();
        await (await signedIn.newPage()).goto(signInUrl);
        const cookies = await signedIn.cookies();
        await signedIn.close();
        await pause(UNDER_WAY_MS);
        const visit = () => openContext(launched, url, cookies);
        await firstLoad(await visit(), '/', 'the live page', '[data-figure="sparkline"] path[d*="L"]');
        await firstLoad(
          await visit(),
          `/variants/${variantIds[0]}`,
          'a variant’s page',
          '.recharts-line-curve',
        );
        const page = await (await visit()).newPage();
        await stayOn(page, pushed, {
          postMore: async () => more.push(...(await postAll(url, 'more', MORE))),
          pushMore: () => {
            isMorePushed = true;
          },
        });
        clearInterval(timer);
        await pause(LISTED_MS);
        await reportScroll(page, `${LIVE + MORE} rows while no samples come`);
      } finally {
        clearInterval(timer);
      }
    });
  } finally {
    await launched.close();
  }
}

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

async function openContext(launched: Browser, baseURL: string, cookies: Cookies): Promise<BrowserContext> {
  const context = await launched.newContext({ baseURL, viewport: VIEWPORT });
  await context.addCookies(cookies);
  // What runs these files names functions through a helper that pages do not have.
  await context.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  return context;
}

async function pushAll(url: string, variantIds: readonly string[], views: number): Promise<void> {
  const observedAt = new Date().toISOString();
  const interactions = views * RATE;
  const samples = variantIds.map((variantId) => ({ variantId, views, interactions, observedAt }));
  await mutate(url, 'metrics.ingest', { samples });
}

/** A first visit with nothing in the cache: the scripts that are sent, compressed, and the wait for the first curve. */
async function firstLoad(context: BrowserContext, path: string, name: string, curve: string): Promise<void> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength;
  });
  const begin = performance.now();
  await page.goto(path);
  await page.locator(curve).first().waitFor({ state: 'attached' });
  const tookMs = performance.now() - begin;
  await pause(2_000);
  const shift = await layoutShift(page);
  process.stdout.write(
    `  a first visit of ${name}: ${Math.round(bytes / 1_000)} kB of scripts, the first curve after ${Math.round(tookMs)} ms, layout shift ${shift.toFixed(3)}\n`,
  );
  await context.close();
}

/** How much of what was drawn has moved since, as https://web.dev/articles/cls has it, without its windows. */
function layoutShift(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const shifts = list.getEntries().map((entry) => Number(Reflect.get(entry, 'value')));
          resolve(shifts.reduce((sum, value) => sum + value, 0));
        }).observe({ type: 'layout-shift', buffered: true });
        // Where nothing moved, there is nothing to report.
        setTimeout(() => resolve(0), 500);
      }),
  );
}

/** Leaves the live page open as somebody would all day. */
async function stayOn(
  page: Page,
  pushed: ReadonlyMap<number, number>,
  { postMore, pushMore }: { postMore: () => Promise<unknown>; pushMore: () => void },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await page.goto('/');
  await page.getByRole('cell').first().waitFor();
  await pause(5_000);
  printTable('ms from a sample being pushed to its number being drawn', {
    'rows on screen': summarize(await watchNumbers(page, pushed)),
  });
  await reportScroll(page, `${LIVE} rows`);
  await postMore();
  await pause(LISTED_MS);
  await reportScroll(page, `${LIVE + MORE} rows`);
  pushMore();
  await pause(DOTS_MS);
  await page.evaluate(() => window.scrollTo(0, 0));
  printTable('ms of script in a frame of the boundary chart', {
    [`${await page.locator('[data-dots]').getAttribute('data-dots')} dots`]: summarize(
      await chartFrames(page),
    ),
  });
  await session.send('Performance.enable');
  for (let minute = 0; minute <= MINUTES; minute += 1) {
    if (minute > 0) await pause(MINUTE_MS);
    process.stdout.write(`  minute ${minute}: the page’s heap is ${(await heapMb(session)).toFixed(1)} MB\n`);
  }
}

/** Every number of views that is drawn on a row on screen, by when it was drawn. */
async function watchNumbers(page: Page, pushed: ReadonlyMap<number, number>): Promise<number[]> {
  const drawn = await page.evaluate(
    (watchMs) =>
      new Promise<[views: number, at: number][]>((resolve) => {
        const seen: [number, number][] = [];
        const last = new WeakMap<Element, string>();
        const end = Date.now() + watchMs;
        const look = () => {
          const at = Date.now();
          for (const cell of document.querySelectorAll('[data-figure="views"]')) {
            const text = cell.textContent ?? '';
            if (last.get(cell) !== undefined && last.get(cell) !== text)
              seen.push([Number(text.replaceAll(/\D/g, '')), at]);
            last.set(cell, text);
          }
          if (at < end) requestAnimationFrame(look);
          else resolve(seen);
        };
        requestAnimationFrame(look);
      }),
    WATCH_MS,
  );
  return drawn.flatMap(([views, at]) => {
    const pushedAt = pushed.get(views);
    return pushedAt === undefined ? [] : [at - pushedAt];
  });
}

/** What each callback of an animation frame takes while the dots move; nothing else on the page is animated. */
function chartFrames(page: Page): Promise<number[]> {
  return page.evaluate(
    (chartMs) =>
      new Promise<number[]>((resolve) => {
        const took: number[] = [];
        const request = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (draw) =>
          request((now) => {
            const begin = performance.now();
            draw(now);
            took.push(performance.now() - begin);
          });
        setTimeout(() => {
          window.requestAnimationFrame = request;
          resolve(took);
        }, chartMs);
      }),
    CHART_MS,
  );
}

async function reportScroll(page: Page, what: string): Promise<void> {
  const { perSecond, longestMs } = await scroll(page);
  process.stdout.write(
    `  while scrolling through ${what}: ${perSecond.toFixed(1)} frames a second, the longest between two ${Math.round(longestMs)} ms\n`,
  );
}

/** Down the whole list, as fast as a wheel turns. */
function scroll(page: Page): Promise<{ perSecond: number; longestMs: number }> {
  return page.evaluate(
    ([scrollMs, step]) =>
      new Promise<{ perSecond: number; longestMs: number }>((resolve) => {
        const begin = performance.now();
        let frames = 0;
        let before = begin;
        let longestMs = 0;
        let direction = 1;
        const draw = (now: number) => {
          frames += 1;
          longestMs = Math.max(longestMs, now - before);
          before = now;
          const { scrollTop, scrollHeight, clientHeight } = document.documentElement;
          if (scrollTop + clientHeight >= scrollHeight - 1) direction = -1;
          else if (scrollTop <= 0) direction = 1;
          window.scrollBy(0, step * direction);
          if (now - begin < scrollMs) requestAnimationFrame(draw);
          else resolve({ perSecond: (frames * 1_000) / (now - begin), longestMs });
        };
        requestAnimationFrame(draw);
      }),
    [SCROLL_MS, SCROLL_STEP_PX] as const,
  );
}

/** What is left after a collection of garbage. */
async function heapMb(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN) / 1e6;
}
