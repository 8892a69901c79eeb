import type { EventFrame } from '@cull/api';
import { newsInWords } from './news';

const TITLE = 'Cull';

/** What the notification on show reports. */
let shown: { readonly notification: Notification; readonly news: readonly EventFrame[] } | null = null;

/**
 * Shows a notification of the browser. One that nobody has reacted to yet is taken into it: it tells all since the
 * reader looked last. Windows that tell the same have one notification between them, and whatever comes next is a new one, which alerts.
 */
export function notifyOf(news: readonly EventFrame[]): void {
  const before = document.hasFocus() ? null : shown;
  const all = [...(before?.news ?? []), ...news];
  const notification = new Notification(TITLE, {
    body: newsInWords(all),
    tag: `cull-${all.at(-1)?.id}`,
  });
  notification.onclose = () => {
    if (shown?.notification === notification) shown = null;
  };
  const old = shown;
  shown = { notification, news: all };
  old?.notification.close();
}

/**
 * Asks for the permission to notify, and shows that it works.
 * @returns Whether it does. Pages that came over an open line have no notifications, and some phones refuse them to pages.
 */
export async function tryToNotify(body: string): Promise<boolean> {
  if (!('Notification' in window) || (await Notification.requestPermission()) !== 'granted') return false;
  try {
    new Notification(TITLE, { body });
    return true;
  } catch {
    return false;
  }
}
