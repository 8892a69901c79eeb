import { z } from 'zod';

type Options = Readonly<Record<string, unknown>>;

/** What is shown in the place of a header's value, and keeps it where it comes back. */
export const HIDDEN = '(secret)';

const headersSchema = z.record(z.string(), z.string());

/**
 * Takes the headers, which may be keys, out of options.
 * @param kept Those that the account has: a value that was shown hidden stays what it is.
 * @returns Headers only where they are headers: what is not is left in the options, for their schema to refuse.
 */
export function takeHeaders(
  options: Options,
  kept: Readonly<Record<string, string>>,
): { readonly options: Options; readonly headers: Readonly<Record<string, string>> } {
  const { headers, ...rest } = options;
  const parsed = headersSchema.safeParse(headers);
  if (!parsed.success) return { options, headers: {} };
  const entries = Object.entries(parsed.data).map(([name, value]) => {
    const isKept = value === HIDDEN && Object.hasOwn(kept, name);
    return [name, (isKept && kept[name]) || value];
  });
  return { options: rest, headers: Object.fromEntries(entries) };
}

/** Options as they are shown: with the names of the headers. */
export function withHiddenHeaders(options: Options, headers: Readonly<Record<string, string>>): Options {
  const names = Object.keys(headers);
  if (names.length === 0) return options;
  return { ...options, headers: Object.fromEntries(names.map((name) => [name, HIDDEN])) };
}
