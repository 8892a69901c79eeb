import type { HTTPLinkOptions } from '@trpc/client';
import { aborted, notCull, parseJson, refusalIn, timedOut, unreachable } from './answers.js';
import type { CullError, CullRoot } from './errors.js';
import type { Connection } from './options.js';

type CallingFetch = NonNullable<HTTPLinkOptions<CullRoot>['fetch']>;

/**
 * Carries calls. The answer has been read to its end, and is JSON.
 * @throws CullError where nothing answers, where it takes too long, and where what answers is not Cull.
 */
export function callingFetch({ endpoint, fetch, timeoutMs }: Connection): CallingFetch {
  return async (input, init) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = AbortSignal.any([timeout, ...(init?.signal ? [init.signal] : [])]);
    let response: Response;
    let body: string;
    try {
      response = await fetch(input, { ...init, signal });
      body = await response.text();
    } catch (cause) {
      if (timeout.aborted) throw timedOut(endpoint, timeoutMs, cause);
      if (signal.aborted) throw aborted(cause);
      throw unreachable(endpoint, cause);
    }
    if (parseJson(body) === undefined) throw notCull(endpoint, response);
    return new Response(body, response);
  };
}

/**
 * Carries the stream of one subscription.
 * @param onRefused Called for an answer that is no stream, which EventSource keeps to itself.
 */
export function streamingFetch(
  { endpoint, authorization, fetch, timeoutMs }: Connection,
  onRefused: (refusal: CullError) => void,
): typeof globalThis.fetch {
  return async (input, init) => {
    const tooLong = new AbortController();
    const timer = setTimeout(() => tooLong.abort(), timeoutMs);
    try {
      const signal = AbortSignal.any([tooLong.signal, ...(init?.signal ? [init.signal] : [])]);
      const response = await fetch(input, { ...init, signal, headers: { ...init?.headers, authorization } });
      if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
        onRefused(refusalIn(endpoint, response, await response.clone().text()));
      }
      return response;
    } catch (cause) {
      // An abort would end the subscription; after any other error EventSource tries again.
      throw tooLong.signal.aborted ? timedOut(endpoint, timeoutMs, cause) : cause;
    } finally {
      clearTimeout(timer);
    }
  };
}
