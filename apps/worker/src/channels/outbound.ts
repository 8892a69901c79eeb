import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { AddressGuard } from '@cull/process';
import { Agent, type Dispatcher, errors, request } from 'undici';

const TIMEOUT_MS = 10_000;
/** An answer is read to here, for the words in it. */
const ANSWER_CHARACTERS = 10_000;

/** The result of a request. */
export interface Answer {
  /** Null where no answer came. */
  readonly status: number | null;
  /** Why none came; null where one did. */
  readonly error: string | null;
  readonly text: string;
  /** How long the receiver wants to be left alone. */
  readonly retryAfterMs: number | null;
  readonly durationMs: number;
}

/** Sends requests to addresses that people named. */
export interface Outbound {
  /** Never rejects. Follows no redirects: each would be another address. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer>;
  close(): Promise<void>;
}

export function createOutbound(guard: AddressGuard): Outbound {
  const encrypted = guardedAgent(guard, true);
  const plain = guardedAgent(guard, false);
  return {
    post: async (url, headers, body) => {
      const started = performance.now();
      const took = () => performance.now() - started;
      try {
        const { protocol, hostname } = new URL(url);
        const isEncrypted = protocol === 'https:';
        // An address that needs no resolving is never looked up.
        const literal = hostname.replace(/^\[|\]$/g, '');
        const refusal = isIP(literal) === 0 ? null : guard(literal, isEncrypted);
        if (refusal !== null) throw new RefusedAddress(refusal);
        const answer = await request(url, {
          method: 'POST',
          headers,
          body,
          dispatcher: isEncrypted ? encrypted : plain,
          headersTimeout: TIMEOUT_MS,
          bodyTimeout: TIMEOUT_MS,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        const text = await beginningOf(answer.body);
        const retryAfterMs = secondsOf(answer.headers['retry-after']);
        return { status: answer.statusCode, error: null, text, retryAfterMs, durationMs: took() };
      } catch (error) {
        const reason = reasonOf(error);
        return { status: null, error: reason, text: '', retryAfterMs: null, durationMs: took() };
      }
    },
    close: async () => {
      await Promise.all([encrypted.close(), plain.close()]);
    },
  };
}

class RefusedAddress extends Error {}

/** Looks at the very address that is connected to: a name could lead elsewhere a moment after it was looked at. */
function guardedAgent(guard: AddressGuard, isEncrypted: boolean): Agent {
  const guardedLookup: LookupFunction = (hostname, options, done) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error !== null || first === undefined) return done(error, '', 0);
      for (const { address } of addresses) {
        const refusal = guard(address, isEncrypted);
        if (refusal !== null) return done(new RefusedAddress(`${hostname}: ${refusal}`), '', 0);
      }
      if (options.all) done(null, addresses);
      else done(null, first.address, first.family);
    });
  };
  return new Agent({ connect: { lookup: guardedLookup, timeout: TIMEOUT_MS }, keepAliveTimeout: 10_000 });
}

async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  body.setEncoding('utf8');
  let text = '';
  for await (const chunk of body) {
    text += String(chunk);
    if (text.length >= ANSWER_CHARACTERS) break;
  }
  return text.slice(0, ANSWER_CHARACTERS);
}

function secondsOf(header: string | string[] | undefined): number | null {
  const seconds = Number(header);
  return header === undefined || !(seconds >= 0) ? null : seconds * 1000;
}

function reasonOf(error: unknown): string {
  if (isTimeout(error)) return `no answer within ${TIMEOUT_MS / 1000} s`;
  return error instanceof Error ? error.message : String(error);
}

function isTimeout(error: unknown): boolean {
  return (
    (error instanceof Error && error.name === 'TimeoutError') ||
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    error instanceof errors.ConnectTimeoutError
  );
}
