import { z } from 'zod';
import { parseAs } from '../json';
import { type Result, succeeded } from '../result';
import type { RawAnswer } from '../transport/answer';

/** The Graph API's limit. */
export const MAX_BATCH_CALLS = 50;

const answerSchema = z.object(
  {
    code: z.int({ error: 'an HTTP status' }),
    body: z.string({ error: 'a JSON text' }),
  },
  { error: 'an object with code and body' },
);

/** A call that the Graph API ran out of time for is answered with null. */
const batchSchema = z.array(answerSchema.nullable(), { error: 'an array with one answer for each call' });

/** The form that asks for these paths (below the API's version) with one request. */
export function batchForm(paths: readonly string[]): Readonly<Record<string, string>> {
  const calls = paths.map((path) => ({ method: 'GET', relative_url: `v1.0/${path}` }));
  // Headers of each call would be most of the answer; what they report limits is in those of the whole as well.
  return { batch: JSON.stringify(calls), include_headers: 'false' };
}

/**
 * Takes a batch answer apart.
 *
 * @param count - How many calls were asked.
 * @returns One answer for each call in the order asked (null: not answered), with the headers of the whole; or a `malformed`
 *   failure.
 */
export function parseBatch(
  { text, header }: RawAnswer,
  count: number,
): Result<readonly (RawAnswer | null)[]> {
  const parsed = parseAs(batchSchema.length(count, `an array of ${count} answers`), text);
  if (!parsed.ok) return parsed;
  return succeeded(
    parsed.value.map((answer) => answer && { status: answer.code, header, text: answer.body }),
  );
}
