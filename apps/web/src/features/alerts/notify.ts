import type { EventFrame } from '@cull/api';
import { killWords } from './new-kills';

const TITLE = 'Cull';

/** What the notification on show tells of. */
let shown: { readonly notification: Notification; readonly kills: readonly EventFrame[] } | null = null;

/**
 * Shows a notification of the browser. One that nobody has reacted to yet is taken into it: it tells of all kills since
 * the reader looked last. Windows that tell of the same kills have one notification between them, and each further kill
 * is a new one, which alerts.
 */
export function notifyOfKills(news: readonly EventFrame[]): void {
  const before = document.hasFocus() ? null : shown;
  const kills = [...(before?.kills ?? []), ...news];
  const notification = new Notification(TITLE, {
    body: killWords(kills),
    tag: `cull-kills-${kills.at(-1)?.id}`,
  });
  notification.onclose = () => {
    if (shown?.notification === notification) shown = null;
  };
  const old = shown;
  shown = { notification, kills };
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
