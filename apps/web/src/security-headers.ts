import { randomBytes } from 'node:crypto';

/** How the layout learns of the nonce; set by the server, whatever a caller sent. */
export const NONCE_HEADER = 'x-cull-nonce';

/** What every answer says to browsers, whatever it answers. */
export function securityHeaders(baseUrl: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    // What is not a page loads nothing, even where a browser is made to show it as one.
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(baseUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
  };
}

/** A name that scripts of one answer are known by, and that nobody can guess. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * What a page may load and run: its own, and of scripts only those that carry the nonce or were loaded by such a one.
 * Styles may be inline: the component library writes them into the page.
 */
export function pagePolicy(nonce: string): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
