import type { z } from 'zod';
import { malformed } from './errors';
import { failed, type Result, succeeded } from './result';

/**
 * Parses a JSON text against a schema.
 *
 * @param schema - Its messages say what each field needs, in words that follow "it needs".
 * @returns The value, or a `malformed` failure that names the first field that does not fit.
 */
export function parseJson<T extends z.ZodType>(schema: T, text: string): Result<z.output<T>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failed(malformed('body', text, 'JSON'));
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return succeeded(parsed.data);
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  return failed(malformed(fieldName(path), valueAt(json, path), issue?.message ?? 'another value'));
}

function fieldName(path: readonly PropertyKey[]): string {
  const name = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return name === '' ? 'body' : name.replace(/^\./, '');
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    json,
  );
}
