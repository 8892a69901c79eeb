const SIGN_IN = '/sign-in';
/** What a browser needs to show the pages of those who are not signed in. */
const PUBLIC = /^\/((?:sign-in|invitation)(?=[?/]|$)|_next\/|icon\.svg(?=\?|$)|favicon\.ico$)/;
/** Browsers drop these from addresses, so that `/<tab>/host` would lead elsewhere. */
const DROPPED = /[\t\r\n]/;

/** Whether a page or file is for everybody. */
export function isPublic(path: string): boolean {
  return PUBLIC.test(path);
}

/**
 * The sign-in page, which leads back to where somebody wanted to go. A sign-in link that was refused leads to a page of
 * the dashboard and says why behind it: that is for the sign-in page to tell.
 */
export function signInAddress(path: string): string {
  const mark = path.indexOf('?');
  const asked = new URLSearchParams(mark === -1 ? '' : path.slice(mark));
  const error = asked.get('error');
  asked.delete('error');
  const next = error === null ? path : `${path.slice(0, mark)}${asked.size === 0 ? '' : `?${asked}`}`;
  const wanted = next === '/' ? [] : [`next=${encodeURIComponent(next)}`];
  const told = error === null ? [] : [`error=${encodeURIComponent(error)}`];
  const parameters = [...wanted, ...told];
  return parameters.length === 0 ? SIGN_IN : `${SIGN_IN}?${parameters.join('&')}`;
}

/** The same for somebody who had signed in, and whose session has ended. */
export function signInAgainAddress(path: string): string {
  return `${SIGN_IN}?ended=yes&next=${encodeURIComponent(path)}`;
}

/** Where to go after the sign-in: only ever to a page of this dashboard. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !DROPPED.test(next) ? next : '/';
}
