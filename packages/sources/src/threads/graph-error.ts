import { z } from 'zod';
import type { SourceFailure } from '../failure';
import { type RawAnswer, retryAfter, withinADay } from '../transport/answer';
import { shortened } from '../words';
import { readUsage } from './usage';

const errorSchema = z.object({
  error: z.object({
    message: z.string().optional(),
    code: z.int().optional(),
    error_subcode: z.int().optional(),
    is_transient: z.boolean().optional(),
  }),
});
type GraphError = z.output<typeof errorSchema>['error'];
type Code = number | undefined;

/** The limits of the app (4), the user (17), the page (32), and the API itself (613). */
const LIMIT_CODES: readonly Code[] = [4, 17, 32, 613];
const TOKEN_CODES: readonly Code[] = [102, 190];
/** "Unknown error" and "service temporarily unavailable", which come with a 400 at times. */
const TRANSIENT_CODES: readonly Code[] = [1, 2];

/**
 * Reads an error answer of the Graph API.
 *
 * A rate limit is given the scope `account`: each code names an app, a user, a page or a use case, and none a single object
 * (`limit-scope.ts` finds out more).
 *
 * @param now - Epoch milliseconds.
 * @returns Null if the answer is no error: a 2xx without an `error` in it.
 */
export function readGraphError(answer: RawAnswer, now: number): SourceFailure | null {
  const succeeded = answer.status >= 200 && answer.status < 300;
  // Only an answer that begins like an error is parsed twice.
  if (succeeded && !/^\s*\{\s*"error"/.test(answer.text)) return null;
  const error = parseError(answer.text);
  const detail = describe(answer.status, error);
  if (isLimit(answer.status, error.code)) {
    return { code: 'rate_limited', scope: 'account', retryAt: retryAt(answer, now), detail };
  }
  if (TOKEN_CODES.includes(error.code) || answer.status === 401) return { code: 'token_invalid', detail };
  if (isPermission(error.code) || (answer.status === 403 && error.code === undefined)) {
    return { code: 'not_permitted', detail };
  }
  if (error.code === 100 && error.error_subcode === 33) return { code: 'post_gone', detail };
  const isTheirs =
    answer.status >= 500 || TRANSIENT_CODES.includes(error.code) || error.is_transient === true;
  return { code: 'unavailable', cause: isTheirs ? 'server_error' : 'refused', detail };
}

function isLimit(status: number, code: Code): boolean {
  return status === 429 || LIMIT_CODES.includes(code) || isBetween(code, 80_000, 80_014);
}

/** 3: no such capability; 10 and 200 to 299: the permission was not granted, or was taken back. */
function isPermission(code: Code): boolean {
  return code === 3 || code === 10 || isBetween(code, 200, 299);
}

function isBetween(code: Code, first: number, last: number): boolean {
  return code !== undefined && code >= first && code <= last;
}

/** The later of what the usage header and `Retry-After` say. */
function retryAt(answer: RawAnswer, now: number): number | null {
  const { regainAfterMs } = readUsage(answer);
  const told = [
    regainAfterMs === null ? null : withinADay(now + regainAfterMs, now),
    retryAfter(answer, now),
  ].filter((at) => at !== null);
  return told.length === 0 ? null : Math.max(...told);
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
  const text = message === undefined ? '' : `: ${shortened(message)}`;
  return `The Threads API answered ${status}${graphCode}${text}`;
}
