import type { MonitoredVariant } from '../trpc/types';

interface Page {
  readonly items: readonly MonitoredVariant[];
}

/** What queries keep of sessions: one of them, a list, or the pages of one. */
export type Kept = MonitoredVariant | Page | { readonly pages: readonly Page[] };

/** What a query keeps with a newer state of one session in its place; the same where it does not keep that session. */
export function withSession(kept: Kept, session: MonitoredVariant): Kept {
  if ('pages' in kept) {
    const pages = kept.pages.map((page) => inPage(page, session));
    return pages.every((page, index) => page === kept.pages[index]) ? kept : { ...kept, pages };
  }
  if ('items' in kept) return inPage(kept, session);
  return isSame(kept, session) ? session : kept;
}

function inPage(page: Page, session: MonitoredVariant): Page {
  if (!page.items.some((item) => isSame(item, session))) return page;
  return { ...page, items: page.items.map((item) => (isSame(item, session) ? session : item)) };
}

function isSame(one: MonitoredVariant, other: MonitoredVariant): boolean {
  return one.monitoringId === other.monitoringId;
}
