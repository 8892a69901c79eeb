import { Pool } from 'undici';
import { type ThreadsFailure, withoutToken } from './errors';
import { createGate } from './gate';
import { type RawAnswer, readProblem } from './graph-error';
import { createHealthRecord, type SourceHealth } from './health';
import { createBackOff } from './limits';
import { failed, type Result, succeeded } from './result';
import { usedPercent } from './usage';

export interface TransportOptions {
  /** Origin and path in front of the version. */
  readonly baseUrl: URL;
  readonly accessToken: string;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly now: () => number;
  readonly random: () => number;
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the API's version, with its query. */
  readonly path: string;
  /** Sent as a form; the access token goes with it. Without a form the token goes into the query. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Sends requests, no more than allowed at once and none while the source wants to be left alone. */
export interface Transport {
  /** The text of an answer that is no error, or what went wrong. Never rejects. */
  send(request: GraphRequest, signal?: AbortSignal): Promise<Result<string>>;
  /** Reads one answer, whole or out of a batch. One that says "slow down" holds back the whole client. */
  read(answer: RawAnswer): Result<string>;
  /** Takes the access token out of a result's failure, in case the source echoed it. */
  cleaned<T extends Outcome>(result: T): T;
  /** Notes what a request came to, once its answer has been understood as a whole. */
  conclude(outcome: Outcome): void;
  health(): SourceHealth;
  /** Waits for what is under way (bounded by the time-out), then closes the connections. */
  close(): Promise<void>;
}

/** What every result has in common. */
export type Outcome = { readonly ok: true } | { readonly ok: false; readonly failure: ThreadsFailure };

/** Idle connections are kept this long: longer than the pause between two looks. */
const KEEP_ALIVE_MS = 30_000;
/** Fifty times what a batch comes to; more than that is not the Threads API. */
const LARGEST_ANSWER_BYTES = 4 * 1_024 * 1_024;

/** @returns A transport with its own connections, back-off and health record. */
export function createTransport(options: TransportOptions): Transport {
  const { baseUrl, accessToken, timeoutMs, concurrency, now, random } = options;
  const pool = new Pool(baseUrl.origin, {
    connections: concurrency,
    keepAliveTimeout: KEEP_ALIVE_MS,
    maxResponseSize: LARGEST_ANSWER_BYTES,
  });
  const prefix = `${baseUrl.pathname.replace(/\/$/, '')}/v1.0/`;
  const gate = createGate(concurrency);
  const backOff = createBackOff({ now, random });
  const health = createHealthRecord(now);
  let closed: Promise<void> | undefined;

  const read = (answer: RawAnswer): Result<string> => {
    const problem = readProblem(answer, now());
    if (problem === null) return succeeded(answer.text);
    if (!problem.slowDown) return failed(problem.failure);
    const retryAt = backOff.slowDown(problem.retryAfterMs);
    return failed({ code: 'rate_limited', retryAt, detail: problem.detail });
  };

  const cleaned = <T extends Outcome>(result: T): T =>
    result.ok ? result : { ...result, failure: withoutToken(result.failure, accessToken) };

  const conclude = (outcome: Outcome) => {
    const isServed = outcome.ok || outcome.failure.code === 'post_gone';
    if (!isServed) return health.failed(withoutToken(outcome.failure, accessToken));
    backOff.served();
    health.served();
  };

  const request = async ({ method, path, form }: GraphRequest, signal: AbortSignal): Promise<RawAnswer> => {
    const target = form === undefined ? withQuery(path, { access_token: accessToken }) : path;
    const response = await pool.request({
      method,
      path: prefix + target,
      signal,
      // The token travels in the body where it can: query strings end up in other people's logs.
      ...(form === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams({ ...form, access_token: accessToken }).toString(),
          }),
    });
    const header = (name: string) => {
      const value = response.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    const used = usedPercent(header);
    if (used !== null) health.used(used);
    return { status: response.statusCode, header, text: await response.body.text() };
  };

  const attempt = async (wanted: GraphRequest, signal: AbortSignal | undefined): Promise<Result<string>> => {
    const blockedUntil = backOff.blockedUntil();
    if (blockedUntil !== null) {
      const detail = `The Threads API asked to slow down; nothing is sent before ${new Date(blockedUntil).toISOString()}.`;
      return failed({ code: 'rate_limited', retryAt: blockedUntil, detail });
    }
    if (isAborted(signal)) return failed(cancelled());
    // AbortSignal.any keeps listeners on a long-lived signal in Node 20, hence a controller of our own.
    const controller = new AbortController();
    const abort = () => controller.abort();
    signal?.addEventListener('abort', abort, { once: true });
    const timer = setTimeout(abort, timeoutMs);
    try {
      return read(await request(wanted, controller.signal));
    } catch (error) {
      if (isAborted(signal)) return failed(cancelled());
      return failed(controller.signal.aborted ? timedOut(timeoutMs) : unreachable(error));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
  };

  return {
    send: (wanted, signal) => gate(() => attempt(wanted, signal)),
    read,
    cleaned,
    conclude,
    health: health.current,
    close: () => {
      closed ??= pool.close();
      return closed;
    },
  };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

function withQuery(path: string, parameters: Readonly<Record<string, string>>): string {
  return `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(parameters).toString()}`;
}

function cancelled(): ThreadsFailure {
  return { code: 'unavailable', cause: 'cancelled', detail: 'The request was cancelled.' };
}

function timedOut(timeoutMs: number): ThreadsFailure {
  const detail = `The Threads API did not answer within ${timeoutMs} ms.`;
  return { code: 'unavailable', cause: 'timeout', detail };
}

function unreachable(error: unknown): ThreadsFailure {
  const reason = error instanceof Error ? error.message : String(error);
  return { code: 'unavailable', cause: 'network', detail: `The Threads API cannot be reached: ${reason}` };
}
