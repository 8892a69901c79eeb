const SIGN_IN = '/sign-in';
/** What a browser needs to show the pages of those who are not signed in. */
const PUBLIC = /^\/((?:sign-in|invitation)(?=[?/]|$)|_next\/|icon\.svg(?=\?|$)|favicon\.ico$)/;
/** Browsers drop these from addresses, so that `/<tab>/host` would lead elsewhere. */
const DROPPED = /[\t\r\n]/;

/** Whether a page or file is for everybody. */
export function isPublic(path: string): boolean {
  return PUBLIC.test(path);
}

/** The sign-in page, which leads back to where somebody wanted to go. */
export function signInAddress(path: string): string {
  return path === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(path)}`;
}

/** Where to go after the sign-in: only ever to a page of this dashboard. */
export function safeNext(next: string | null): string {
  return next !== null && /^\/(?![/\\])/.test(next) && !DROPPED.test(next) ? next : '/';
}
