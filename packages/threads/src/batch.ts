import { z } from 'zod';
import type { RawAnswer } from './graph-error';
import { parseJson } from './parse';
import { failed, type Result, succeeded } from './result';

/** The Graph API's limit. */
export const MOST_CALLS = 50;

const answerSchema = z.object(
  {
    code: z.int({ error: 'an HTTP status' }),
    headers: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
    body: z.string({ error: 'a JSON text' }),
  },
  { error: 'an object with code and body' },
);

/** A call that the Graph API ran out of time for is answered with null. */
const batchSchema = z.array(answerSchema.nullable(), { error: 'an array with one answer for each call' });

/** The `batch` parameter that asks for these paths (below the API's version). */
export function batchParameter(paths: readonly string[]): string {
  return JSON.stringify(paths.map((path) => ({ method: 'GET', relative_url: `v1.0/${path}` })));
}

/**
 * Takes a batch answer apart.
 *
 * @param count - How many calls were asked.
 * @returns One answer for each call in the order asked (null: not answered), or a `malformed` failure.
 */
export function parseBatch(text: string, count: number): Result<readonly (RawAnswer | null)[]> {
  const schema = batchSchema.length(count, `an array of ${count} answers`);
  const parsed = parseJson(schema, text);
  if (!parsed.ok) return failed(parsed.failure);
  return succeeded(
    parsed.value.map((answer) => {
      if (answer === null) return null;
      const header = (name: string) =>
        answer.headers?.find((candidate) => candidate.name.toLowerCase() === name)?.value;
      return { status: answer.code, header, text: answer.body };
    }),
  );
}

/** Cuts a list into pieces of at most `size`, keeping the order. */
export function chunked<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let start = 0; start < items.length; start += size) chunks.push(items.slice(start, start + size));
  return chunks;
}
