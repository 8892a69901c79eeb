const SIGN_IN = '/sign-in';
/** What a browser needs to show the sign-in page. */
const PUBLIC_PREFIXES = [SIGN_IN, '/_next/', '/icon', '/favicon'];

/** Whether a page or file is for everybody. */
export function isPublic(path: string): boolean {
  return PUBLIC_PREFIXES.some((prefix) => path.startsWith(prefix));
}

/** The sign-in page, which leads back to where somebody wanted to go. */
export function signInAddress(path: string): string {
  return path === '/' ? SIGN_IN : `${SIGN_IN}?next=${encodeURIComponent(path)}`;
}

/** Where to go after the sign-in: only ever to a page of this dashboard. */
export function safeNext(next: string | null): string {
  return next?.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/';
}
