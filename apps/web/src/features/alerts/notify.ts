const TITLE = 'Cull';
/** One at a time, however many windows are open. */
const TAG = 'cull-kills';

/** Shows a notification of the browser, in place of the one before. */
export function notify(body: string): void {
  new Notification(TITLE, { body, tag: TAG });
}

/**
 * Asks for the permission to notify, and shows that it works.
 * @returns Whether it does. Pages that came over an open line have no notifications, and some phones refuse them to pages.
 */
export async function tryToNotify(body: string): Promise<boolean> {
  if (!('Notification' in window) || (await Notification.requestPermission()) !== 'granted') return false;
  try {
    notify(body);
    return true;
  } catch {
    return false;
  }
}
