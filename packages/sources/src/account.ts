import type { LookupFunction } from 'node:net';
import { z } from 'zod';
import { needs, SourceConfigError } from './config-error';
import { hostProblem } from './transport/address';

/** What a client is made of: the profile or endpoint that counters come from, and the token it is asked with. */
export interface SourceAccount {
  readonly platform: 'threads' | 'http';
  /** Where the source is; null: where the platform is by itself. */
  readonly baseUrl: string | null;
  readonly accessToken: string | null;
  /** As the platform's `optionsSchema` takes them. */
  readonly options: unknown;
}

export interface SourceDependencies {
  /** Epoch milliseconds; the machine's clock by default. */
  readonly now?: () => number;
  /** Looks up names; `dns.lookup` by default. */
  readonly lookup?: LookupFunction;
}

const URL_NEEDS = 'an http or https address without user name, password and fragment';

/** An address that a source may have. Private ones are allowed: only admins connect sources. */
export const sourceUrlSchema = z
  .string({ error: needs(URL_NEEDS) })
  .max(2_000, 'is too long; it needs at most 2000 characters')
  .superRefine((text, context) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isPlain =
      url !== null && /^https?:$/.test(url.protocol) && url.username + url.password + url.hash === '';
    const problem = isPlain ? hostProblem(url.hostname) : undefined;
    if (problem === null) return;
    const message =
      problem === undefined ? needs(URL_NEEDS)({ input: withoutPassword(text) }) : `is refused: ${problem}`;
    context.addIssue({ code: 'custom', message });
  });

/** Where a source is, with the path that everything is below. */
export const baseUrlSchema = sourceUrlSchema.refine((url) => !url.includes('?'), {
  error: needs('an address without a query'),
});

/** A token as it can be sent in a header. */
const tokenSchema = z
  .string()
  .min(1)
  .max(4_000)
  .regex(/^[\x21-\x7e]+$/);

/**
 * The headers that carry an account's token.
 *
 * @throws SourceConfigError that never quotes the token.
 */
export function authorization(accessToken: string): { readonly authorization: string } {
  if (tokenSchema.safeParse(accessToken).success) return { authorization: `Bearer ${accessToken}` };
  const problem = 'is no token; it needs 1 to 4000 visible ASCII characters without spaces';
  throw new SourceConfigError('accessToken', problem);
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//[secret]@');
}
