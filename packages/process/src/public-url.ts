import { z } from 'zod';

const NEEDS = 'needs an address like https://cull.example.com, without a path';

export const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether what is sent to an address can be read on the way. Judged by the host itself: `http://localhost:x@elsewhere.example` is elsewhere. */
export function isInClear(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol !== 'https:' && !LOOPBACK.has(hostname);
}

/** The address that browsers know the dashboard by; comes out without a slash at its end. */
export const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: NEEDS, abort: true })
  .refine((text) => {
    const { pathname, search, hash, username, password } = new URL(text);
    return /^\/+$/.test(pathname) && `${search}${hash}${username}${password}` === '';
  }, NEEDS)
  .transform((text) => new URL(text).origin);
