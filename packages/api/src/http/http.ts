import type { IncomingMessage, ServerResponse } from 'node:http';

/** @param headers Besides those of any answer. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const always = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  response.writeHead(status, { ...headers, ...always });
  response.end(JSON.stringify(body));
}

/** The path that a request asks for, whatever else its target holds: it need not be a sound URL. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split(/[?#]/, 1)[0] ?? url;
}

/** The query that a request asks with, without its question mark. */
export function queryOf({ url = '/' }: IncomingMessage): string {
  const [target = ''] = url.split('#', 1);
  const start = target.indexOf('?');
  return start === -1 ? '' : target.slice(start + 1);
}

/** Aborted when the caller leaves before the answer is written. */
export function leavingOf(response: ServerResponse): AbortSignal {
  const leaving = new AbortController();
  response.once('close', () => {
    if (!response.writableEnded) leaving.abort();
  });
  return leaving.signal;
}

/** Whether the body is, by its own account, within the limit; one that gives no account is not. */
export function isBodyWithin({ headers }: IncomingMessage, maxBytes: number): boolean {
  if (headers['transfer-encoding'] !== undefined) return false;
  return Number(headers['content-length'] ?? 0) <= maxBytes;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether a call that changes something comes from a page of another origin. Browsers send the origin with such calls;
 * programs with an API key send none, and no cookie that a foreign page could borrow.
 */
export function isForeignChange({ method = 'GET', headers }: IncomingMessage, baseUrl: string): boolean {
  if (SAFE_METHODS.has(method) || headers.origin === undefined || headers.authorization !== undefined)
    return false;
  return headers.origin !== new URL(baseUrl).origin;
}
