import type { LookupFunction } from 'node:net';
import { errors } from 'undici';
import type { SourceFailure, UnavailableCause } from '../failure';
import type { RequestOptions } from '../port';
import { failed, type Result, succeeded } from '../result';
import { malformed, shortened } from '../words';
import { createAgent, MAX_ANSWER_BYTES } from './agent';
import type { RawAnswer } from './answer';

export interface SourceRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Sends requests: at once, once each, bounded in time and size. */
export interface Transport {
  /** An answer whatever its status, unless it is a redirect; or why none came. Never rejects. */
  send(request: SourceRequest, options: RequestOptions): Promise<Result<RawAnswer>>;
  /** Waits for what is under way (bounded by its time-outs), then closes the connections. */
  close(): Promise<void>;
}

/**
 * @param headers Sent with every request.
 * @param resolve Looks up names, as `dns.lookup` does.
 */
export function createTransport(
  headers: Readonly<Record<string, string>>,
  resolve?: LookupFunction,
): Transport {
  const agent = createAgent(resolve);
  let closed: Promise<void> | undefined;

  const request = async ({ method, url, form }: SourceRequest, signal: AbortSignal): Promise<RawAnswer> => {
    const response = await agent.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      signal,
      headers:
        form === undefined ? headers : { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: form === undefined ? null : new URLSearchParams(form).toString(),
    });
    const header = (name: string) => {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    return { status: response.statusCode, header, text: await response.body.text() };
  };

  return {
    async send(wanted, { timeoutMs, signal }) {
      if (isAborted(signal)) return failed(cancelled());
      // AbortSignal.any keeps listeners on a long-lived signal in Node 20, so this uses a controller of its own.
      const controller = new AbortController();
      const abort = () => controller.abort();
      signal?.addEventListener('abort', abort, { once: true });
      const timer = setTimeout(abort, timeoutMs);
      try {
        const answer = await request(wanted, controller.signal);
        return isRedirect(answer) ? failed(redirected(answer)) : succeeded(answer);
      } catch (error) {
        if (isAborted(signal)) return failed(cancelled());
        return failed(controller.signal.aborted ? timedOut(timeoutMs) : broken(error));
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      }
    },
    close: () => {
      closed ??= agent.close();
      return closed;
    },
  };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function isRedirect({ status }: RawAnswer): boolean {
  return status >= 300 && status < 400;
}

const unavailable = (cause: UnavailableCause, detail: string): SourceFailure => ({
  code: 'unavailable',
  cause,
  detail,
});

const cancelled = () => unavailable('cancelled', 'The request was cancelled.');
const timedOut = (timeoutMs: number) =>
  unavailable('timeout', `The source did not answer within ${timeoutMs} ms.`);

function redirected({ status, header }: RawAnswer): SourceFailure {
  // Without its query, which may carry anything.
  const [target = 'nowhere'] = (header('location') ?? 'nowhere').split(/[?#]/);
  const detail = `The source answered ${status} and sent us to ${shortened(target)}. Redirects are not followed: the account needs the final address.`;
  return unavailable('redirect', detail);
}

function broken(error: unknown): SourceFailure {
  if (error instanceof errors.ResponseExceededMaxSizeError) {
    return malformed('body', `more than ${MAX_ANSWER_BYTES} bytes`, `at most ${MAX_ANSWER_BYTES} bytes`);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return unavailable('network', `The source cannot be reached: ${reason}`);
}
