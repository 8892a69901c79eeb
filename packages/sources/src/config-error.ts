import type { z } from 'zod';
import { fieldName } from './json';
import { quote } from './words';

/** An account's settings that no client can be made of. The message is a sentence that names the field. */
export class SourceConfigError extends Error {
  /** @param field Where the problem is: `options.views`, `baseUrl`, `accessToken`. */
  constructor(
    readonly field: string,
    readonly problem: string,
  ) {
    super(`${field} ${problem}.`);
    this.name = 'SourceConfigError';
  }
}

/**
 * A zod message that says what came and what is needed. It goes behind the field's name: `options.views is 7; it needs …`.
 *
 * @param needed What the field needs.
 */
export function needs(needed: string) {
  return ({ input }: { readonly input?: unknown }) => `is ${quote(shown(input))}; it needs ${needed}`;
}

/**
 * Parses settings against a schema.
 *
 * @throws SourceConfigError for the first field that doesn't fit.
 */
export function parseConfig<T extends z.ZodType>(schema: T, field: string, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new SourceConfigError(
    fieldName([field, ...(issue?.path ?? [])], field),
    issue?.message ?? 'is wrong',
  );
}

/** Addresses are shown without their query, which may carry a key. */
function shown(input: unknown): unknown {
  return typeof input === 'string' ? input.replace(/[?#].*$/s, '') : input;
}
