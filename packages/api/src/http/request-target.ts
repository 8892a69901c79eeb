import type { IncomingMessage } from 'node:http';

/** Any origin does: only how a path is read matters. */
const ORIGIN = 'http://cull';

/**
 * Returns what is wrong with the path that a request asks for: null for one that everything behind reads the same way, be
 * it as text or as a URL. `/x/../sign-in`, `/%2e/sign-in` and `/x\sign-in` aren't such paths.
 */
export function pathProblem(target: string): string | null {
  const path = target.split('?', 1)[0] ?? '';
  if (path.startsWith('/') && URL.canParse(ORIGIN + path)) {
    const read = new URL(ORIGIN + path);
    if (read.pathname === path && !path.includes('//')) return null;
  }
  return `the path ${JSON.stringify(path.slice(0, MAX_SHOWN))} isn't canonical: it needs to begin with one slash and be percent-encoded, without "//", "/./", "/../", backslashes or "#"`;
}

const MAX_SHOWN = 200;

/**
 * Has a request say how Cull is reached as the configuration does: what callers and proxies say about it in headers would
 * become part of addresses that others put together, and read.
 */
export function settleOrigin({ headers }: IncomingMessage, baseUrl: string): void {
  const { protocol, host } = new URL(baseUrl);
  headers.host = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
  headers['x-forwarded-host'] = host;
  for (const name of ['forwarded', 'x-forwarded-port', 'x-forwarded-prefix']) delete headers[name];
}
