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
  return (issue: { readonly input?: unknown; readonly keys?: readonly string[] }) => {
    const problem =
      issue.keys === undefined
        ? `is ${shown(issue.input)}`
        : `has ${issue.keys.join(', ')}, which is not known`;
    return `${problem}; it needs ${needed}`;
  };
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

/** Addresses are shown without their query, which may carry a key, and objects not at all: headers may be among them. */
function shown(input: unknown): string {
  if (typeof input === 'string') return quote(input.replace(/[?#].*$/s, ''));
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list';
  return typeof input === 'object' && input !== null ? 'an object' : quote(input);
}
