import { z } from 'zod';
import type { ThreadsFailure } from './errors';

/** An answer as it came: of a request of its own, or one of a batch. */
export interface RawAnswer {
  readonly status: number;
  /** Header names in lower case. */
  readonly header: (name: string) => string | undefined;
  readonly text: string;
}

/** An error answer read; `slowDown` is still without its instant, which the back-off decides. */
export type GraphProblem =
  | { readonly slowDown: true; readonly retryAfterMs: number | null; readonly detail: string }
  | { readonly slowDown: false; readonly failure: ThreadsFailure };

const errorSchema = z.object({
  error: z.object({
    message: z.string().optional(),
    code: z.int().optional(),
    error_subcode: z.int().optional(),
    is_transient: z.boolean().optional(),
  }),
});
type GraphError = z.output<typeof errorSchema>['error'];

const SLOW_DOWN_CODES: readonly (number | undefined)[] = [4, 17, 32, 613];
const TOKEN_CODES: readonly (number | undefined)[] = [102, 190];
/** "Unknown error" and "service temporarily unavailable", which come with a 400 at times. */
const TRANSIENT_CODES: readonly (number | undefined)[] = [1, 2];
const LONGEST_MESSAGE = 300;
const LONGEST_RETRY_AFTER_MS = 60 * 60 * 1_000;

/**
 * Reads an error answer of the Graph API.
 *
 * @param now - Epoch milliseconds; a Retry-After may be given as a date.
 * @returns Null if the answer is no error: a 2xx without an `error` in it.
 */
export function readProblem(answer: RawAnswer, now: number): GraphProblem | null {
  const succeeded = answer.status >= 200 && answer.status < 300;
  // Only an answer that begins like an error is parsed twice.
  if (succeeded && !/^\s*\{\s*"error"/.test(answer.text)) return null;
  const error = parseError(answer.text);
  const detail = describe(answer.status, error);
  if (answer.status === 429 || SLOW_DOWN_CODES.includes(error.code)) {
    return { slowDown: true, retryAfterMs: retryAfterMs(answer.header('retry-after'), now), detail };
  }
  return { slowDown: false, failure: failureOf(answer.status, error, detail) };
}

function failureOf(status: number, error: GraphError, detail: string): ThreadsFailure {
  if (TOKEN_CODES.includes(error.code) || status === 401) return { code: 'token_invalid', detail };
  if (error.code === 100 && error.error_subcode === 33) return { code: 'post_gone', detail };
  const isTheirs = status >= 500 || TRANSIENT_CODES.includes(error.code) || error.is_transient === true;
  return { code: 'unavailable', cause: isTheirs ? 'server_error' : 'refused', detail };
}

function parseError(text: string): GraphError {
  try {
    const parsed = errorSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.error : {};
  } catch {
    // A proxy's HTML page, for example: the status alone has to do.
    return {};
  }
}

function describe(status: number, { code, error_subcode, message }: GraphError): string {
  const graphCode =
    code === undefined ? '' : `, code ${code}${error_subcode === undefined ? '' : `/${error_subcode}`}`;
  const text = message === undefined ? '' : `: ${message.slice(0, LONGEST_MESSAGE)}`;
  return `The Threads API answered ${status}${graphCode}${text}`;
}

function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined || value.trim() === '') return null;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1_000;
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), LONGEST_RETRY_AFTER_MS);
}
