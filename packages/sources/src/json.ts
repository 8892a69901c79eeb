import type { z } from 'zod';
import { failed, type Result, succeeded } from './result';
import { malformed } from './words';

/** Parses a JSON text, or gives a `malformed` failure. */
export function parseJson(text: string): Result<unknown> {
  try {
    return succeeded(JSON.parse(text));
  } catch {
    return failed(malformed('body', text, 'JSON'));
  }
}

/**
 * Parses a JSON text against a schema.
 *
 * @param schema - Its messages say what each field needs, in words that follow "it needs".
 * @returns The value, or a `malformed` failure that names the first field that does not fit.
 */
export function parseAs<T extends z.ZodType>(schema: T, text: string): Result<z.output<T>> {
  const json = parseJson(text);
  if (!json.ok) return json;
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return succeeded(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  return failed(
    malformed(fieldName(path, 'body'), valueAt(json.value, path), issue?.message ?? 'another value'),
  );
}

/** A zod path as people write it: `data[0].name`. */
export function fieldName(path: readonly PropertyKey[], root: string): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name === '' ? root : name.replace(/^\./, '');
}

/** What a zod path leads to. */
export function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}
