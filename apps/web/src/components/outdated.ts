const KEY = 'cull-reloaded-at';
/** A second failure this soon has another cause. */
const AGAIN_AFTER_MS = 60_000;
const ANSWERS_WITHIN_MS = 5_000;

/** What of the browser is needed here. */
interface Browser {
  readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly location: Pick<Location, 'reload'>;
  readonly fetch: typeof fetch;
}

/** Whether it is a script or a style sheet of the product that failed to load. */
export function isOfPage(target: unknown): boolean {
  const address =
    target instanceof HTMLScriptElement ? target.src : target instanceof HTMLLinkElement ? target.href : '';
  return address.includes('/_next/static/');
}

/**
 * Reloads the page, which brings the newest version; not twice in a minute, and not while the server is away: what is
 * on the screen is better than nothing.
 * @param now Epoch milliseconds.
 */
export async function reloadOnce({ sessionStorage, location, fetch }: Browser, now: number): Promise<void> {
  if (now - Number(sessionStorage.getItem(KEY) ?? 0) < AGAIN_AFTER_MS) return;
  const answers = await fetch('/healthz', {
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  }).catch(() => null);
  if (answers?.ok !== true) return;
  sessionStorage.setItem(KEY, String(now));
  location.reload();
}
