/** Stands for a value that is left out. */
export const ABSENT = Symbol('absent');

/**
 * Replaces a number wherever it stands in JSON, also in JSON that is itself a text in JSON, as in batch answers.
 *
 * @param replacement - A JSON value, or ABSENT.
 */
export function replaceNumber(json: unknown, number: number, replacement: unknown): unknown {
  const replaced = (value: unknown) => replaceNumber(value, number, replacement);
  if (json === number) return replacement;
  if (typeof json === 'string') return inText(json, replaced);
  if (Array.isArray(json)) return json.map(replaced).filter((value) => value !== ABSENT);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, value]) => [key, replaced(value)] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ABSENT));
}

function inText(text: string, replaced: (value: unknown) => unknown): string {
  if (!text.startsWith('{')) return text;
  try {
    return JSON.stringify(replaced(JSON.parse(text)));
  } catch {
    return text;
  }
}
