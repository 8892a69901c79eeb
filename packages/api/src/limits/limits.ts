import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TRPCError } from '@trpc/server';
import { LRUCache } from 'lru-cache';
import type { Metrics } from '../metrics';
import { clientAddress } from './client-address';
import { createRateLimiter, type RateLimiter } from './rate-limiter';

/** How often is too often, a minute. */
export interface LimitOptions {
  /** For each API key's name and each person. */
  readonly callsPerMinute: number;
  /** For each address, of calls without valid credentials. */
  readonly anonymousCallsPerMinute: number;
  /** For each address, of attempts to sign in, to change a password or to accept an invitation. */
  readonly signInsPerMinute: number;
  /** How many proxies before Cull name the address of their caller. */
  readonly trustedProxies: number;
}

/** An orchestrator that tells of every second of a thousand variants one by one is well within. */
export const DEFAULT_LIMITS: LimitOptions = {
  callsPerMinute: 120_000,
  anonymousCallsPerMinute: 120,
  signInsPerMinute: 10,
  trustedProxies: 0,
};

const MAX_KNOWN = 10_000;

/** Holds back who calls too often; counts them. */
export interface Limits {
  /** The address that the request is counted under. */
  addressOf(request: IncomingMessage): string;
  /**
   * To be asked before credentials are looked up: whoever has shown bad ones too often waits, but for credentials that
   * were good lately: their owner need not suffer for others at the same address.
   */
  beforeLookup(request: IncomingMessage, response: ServerResponse): void;
  /** To be told what the lookup found, null for nobody, and how many calls the request holds. */
  afterLookup(request: IncomingMessage, response: ServerResponse, caller: string | null, calls: number): void;
  /** To be told of each attempt to sign in. */
  signIn(request: IncomingMessage, response: ServerResponse): void;
  /** To be told of what anybody may ask for. */
  visit(request: IncomingMessage, response: ServerResponse): void;
}

/**
 * @param now Epoch milliseconds.
 * @returns Limits whose functions throw TOO_MANY_REQUESTS, having set the answer's `retry-after`.
 */
export function createLimits(options: LimitOptions, metrics: Metrics, now: () => number): Limits {
  const calls = createRateLimiter(options.callsPerMinute, now);
  const anonymous = createRateLimiter(options.anonymousCallsPerMinute, now);
  const signIns = createRateLimiter(options.signInsPerMinute, now);
  const goodLately = new LRUCache<string, true>({ max: MAX_KNOWN });
  // Parsing an address takes longer than all else here: it is done once for each connection where no proxy speaks for others.
  const ofConnections = new WeakMap<Socket, string>();
  const addressOf = (request: IncomingMessage) => {
    const { trustedProxies } = options;
    const known = trustedProxies === 0 ? ofConnections.get(request.socket) : undefined;
    if (known !== undefined) return known;
    const address = clientAddress(request, trustedProxies);
    ofConnections.set(request.socket, address);
    return address;
  };

  function refuseFor(waitMs: number, limit: string, response: ServerResponse): void {
    if (waitMs === 0) return;
    metrics.refusedCalls.inc({ limit });
    const seconds = Math.ceil(waitMs / 1000);
    response.setHeader('retry-after', String(seconds));
    const message = `too many ${limit}; try again in ${seconds} s`;
    throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message });
  }
  const take = (
    limiter: RateLimiter,
    limit: string,
    caller: string,
    count: number,
    response: ServerResponse,
  ) => refuseFor(limiter.take(caller, count), limit, response);

  function isKnown(request: IncomingMessage): boolean {
    const shown = fingerprintOf(request);
    return shown !== null && goodLately.has(shown);
  }

  return {
    addressOf,
    beforeLookup: (request, response) => {
      if (!isKnown(request)) refuseFor(anonymous.wait(addressOf(request)), ANONYMOUS, response);
    },
    afterLookup: (request, response, caller, count) => {
      const shown = fingerprintOf(request);
      if (caller !== null) {
        if (shown !== null) goodLately.set(shown, true);
        return take(calls, 'calls', caller, count, response);
      }
      if (shown !== null) goodLately.delete(shown);
      take(anonymous, ANONYMOUS, addressOf(request), count, response);
    },
    signIn: (request, response) => take(signIns, 'attempts to sign in', addressOf(request), 1, response),
    visit: (request, response) => {
      if (!isKnown(request)) take(anonymous, ANONYMOUS, addressOf(request), 1, response);
    },
  };
}

const ANONYMOUS = 'calls without valid credentials';

/** What the caller has shown, so that it can be known again without being kept. */
function fingerprintOf({ headers: { authorization, cookie } }: IncomingMessage): string | null {
  const shown = authorization ?? cookie;
  return shown === undefined ? null : hash('sha256', shown, 'base64');
}
