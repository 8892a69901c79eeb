import { TRPCClientError } from '@trpc/client';
import { CullError, type CullErrorCode, type CullRoot } from './errors.js';

/** What gateways answer in Cull's place, and what it means. */
const GATEWAY_CODES: Readonly<Record<number, CullErrorCode>> = {
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  502: 'BAD_GATEWAY',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** @returns What an error of tRPC's means, in Cull's own words where it is Cull that refused. */
export function explain(error: TRPCClientError<CullRoot>, endpoint: string): CullError {
  if (error instanceof CullError) return error;
  const response = error.meta?.['response'];
  if (error.shape?.data?.code !== undefined) {
    const { message, shape } = error;
    const { code, httpStatus: status } = shape.data;
    const wait = response instanceof Response ? retryAfterMs(response, Date.now()) : null;
    return new CullError(message, { code, status, retryAfterMs: wait, shape });
  }
  return response instanceof Response ? notCull(endpoint, response) : unreachable(endpoint, error);
}

/** @returns What is wrong with an answer that is no stream, and no result. */
export function refusalIn(endpoint: string, response: Response, body: string): CullError {
  const envelope = Object(parseJson(body));
  return explain(TRPCClientError.from(envelope, { meta: { response } }), endpoint);
}

/** Something answers that is not Cull, or that stands in front of it. */
export function notCull(endpoint: string, response: Response): CullError {
  const { status } = response;
  const code = GATEWAY_CODES[status];
  const wait = retryAfterMs(response, Date.now());
  return code === undefined
    ? new CullError(`${endpoint} answers ${status}, but not as Cull does: is the url right?`, {
        code: 'NOT_CULL',
        status,
      })
    : new CullError(`${endpoint} answers ${status}`, { code, status, retryAfterMs: wait });
}

export function timedOut(endpoint: string, timeoutMs: number, cause: unknown): CullError {
  return new CullError(`${endpoint} does not answer within ${timeoutMs} ms`, { code: 'TIMEOUT', cause });
}

export function aborted(cause: unknown): CullError {
  return new CullError('the call was aborted', { code: 'CLIENT_CLOSED_REQUEST', cause });
}

export function unreachable(endpoint: string, cause: unknown): CullError {
  return new CullError(`nothing answers at ${endpoint}: ${reasonOf(cause)}`, { code: 'UNREACHABLE', cause });
}

/**
 * @param now Epoch milliseconds.
 * @returns How long an answer asks to wait, in milliseconds; null where it does not.
 */
export function retryAfterMs({ headers }: Pick<Response, 'headers'>, now: number): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  if (/^\d+$/.test(value)) return Number(value) * 1_000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}

/** @returns What the text says; undefined where it is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says no more than that it failed; why is in its cause. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown.cause instanceof Error) return reasonOf(thrown.cause);
  return thrown.message === '' && 'code' in thrown ? String(thrown.code) : thrown.message;
}
