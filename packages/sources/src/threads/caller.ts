import type { RequestOptions } from '../port';
import { failed, type Result, succeeded } from '../result';
import type { RawAnswer } from '../transport/answer';
import type { Transport } from '../transport/transport';
import type { UsageMemory } from '../usage-memory';
import { readGraphError } from './graph-error';
import { readUsage } from './usage';

export interface GraphRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the API's version, with its query. */
  readonly path: string;
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>;
}

/** Calls the Graph API on behalf of one account. */
export interface GraphCaller {
  /** Sends one request. The answer may still be an error of the API. Never rejects. */
  send(request: GraphRequest, options: RequestOptions): Promise<Result<RawAnswer>>;
  /** The text of an answer, whole or one of a batch; a failure where it is an error. */
  text(answer: RawAnswer): Result<string>;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** @param baseUrl Origin and path in front of the API's version. */
export function createGraphCaller(
  baseUrl: URL,
  transport: Transport,
  usage: UsageMemory,
  now: () => number,
): GraphCaller {
  const prefix = `${baseUrl.origin}${baseUrl.pathname.replace(/\/$/, '')}/v1.0/`;
  return {
    now,
    async send({ path, ...request }, options) {
      const answer = await transport.send({ ...request, url: new URL(prefix + path) }, options);
      if (!answer.ok) return answer;
      const { usedPercent } = readUsage(answer.value);
      if (usedPercent !== null) usage.told({ usedPercent, callsPerDay: null });
      return answer;
    },
    text(answer) {
      const failure = readGraphError(answer, now());
      return failure === null ? succeeded(answer.text) : failed(failure);
    },
  };
}
