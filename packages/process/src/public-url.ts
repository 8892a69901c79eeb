import { z } from 'zod';

const NEEDS = 'needs an address like https://cull.example.com, without a path';

/** The address that browsers know the dashboard by; comes out without a slash at its end. */
export const publicUrlSchema = z
  .url({ protocol: /^https?$/, error: NEEDS, abort: true })
  .refine((text) => {
    const { pathname, search, hash, username, password } = new URL(text);
    return /^\/+$/.test(pathname) && `${search}${hash}${username}${password}` === '';
  }, NEEDS)
  .transform((text) => new URL(text).origin);
