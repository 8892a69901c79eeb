import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { LRUCache } from 'lru-cache';
import { TryAgainLater } from '../http/try-again-later';
import type { Metrics } from '../metrics';
import { clientAddress, proxyMisfit, type TrustedProxies } from './client-address';
import { createRateLimiter, type RateLimiter } from './rate-limiter';

/** How often is too often, a minute. */
export interface LimitOptions {
  /** For each API key's name and each person. */
  readonly callsPerMinute: number;
  /** For each address, of calls without valid credentials. */
  readonly anonymousCallsPerMinute: number;
  /** For each address, of attempts to sign in, to change a password or to accept an invitation. */
  readonly signInsPerMinute: number;
  /** For each email address that somebody tries to sign in with, from wherever, in 15 minutes. */
  readonly signInsPerAccount: number;
  /** Which proxies before Cull name the address of their caller. */
  readonly trustedProxies: TrustedProxies;
}

/** An orchestrator that reports every second of a thousand variants one by one is well within. */
export const DEFAULT_LIMITS: LimitOptions = {
  callsPerMinute: 120_000,
  anonymousCallsPerMinute: 120,
  signInsPerMinute: 10,
  signInsPerAccount: 10,
  trustedProxies: 0,
};

const MAX_KNOWN = 10_000;
const ACCOUNT_WINDOW_MS = 15 * 60_000;

/** Somebody tries to sign in, or to prove that they are somebody. */
export interface Attempt {
  /** As `addressOf` gives it. */
  readonly address: string;
  /** The email address of who they say they are, whether there is such a person or not; null where they name nobody. */
  readonly account: string | null;
}

/** Holds back who calls too often; counts them. All but `addressOf` throw TryAgainLater. */
export interface Limits {
  /** The address that the request is counted under. */
  addressOf(request: IncomingMessage): string;
  /**
   * To be asked before credentials are looked up: anyone who has shown bad ones too often waits, but for credentials that
   * were good lately: their owner need not suffer for others at the same address.
   */
  beforeLookup(request: IncomingMessage): void;
  /** To be told what the lookup found, null for nobody, and how many calls the request holds. */
  afterLookup(request: IncomingMessage, caller: string | null, calls: number): void;
  /** Counts an attempt to sign in, before it is judged. */
  signIn(attempt: Attempt): void;
  /** Forgets the attempts after a right one: guesses made elsewhere won't lock the owner out here. */
  signedIn(attempt: Attempt): void;
  /** Counts calls that need no credentials. Good credentials exempt from it, except where other credentials are tried. */
  visit(request: IncomingMessage): void;
}

/**
 * @param now Epoch milliseconds.
 * @param warn Told once, where the trusted proxies don't fit what arrives.
 */
export function createLimits(
  options: LimitOptions,
  metrics: Metrics,
  now: () => number,
  warn: (problem: string) => void,
): Limits {
  const calls = createRateLimiter(options.callsPerMinute, now);
  const anonymous = createRateLimiter(options.anonymousCallsPerMinute, now);
  const signIns = createRateLimiter(options.signInsPerMinute, now);
  const accountSignIns = createRateLimiter(options.signInsPerAccount, now, ACCOUNT_WINDOW_MS);
  const signedInFrom = new LRUCache<string, true>({ max: MAX_KNOWN });
  const goodLately = new LRUCache<string, true>({ max: MAX_KNOWN });
  // Parsing an address takes longer than all else here: it is done once for each connection where no proxy speaks for others.
  const ofConnections = new WeakMap<Socket, string>();
  let hasWarned = false;
  const addressOf = (request: IncomingMessage) => {
    const { trustedProxies } = options;
    const known = trustedProxies === 0 ? ofConnections.get(request.socket) : undefined;
    if (known !== undefined) return known;
    const misfit = hasWarned ? null : proxyMisfit(request, trustedProxies);
    if (misfit !== null) {
      hasWarned = true;
      warn(misfit);
    }
    const address = clientAddress(request, trustedProxies);
    ofConnections.set(request.socket, address);
    return address;
  };

  function refuseFor(waitMs: number, limit: string): void {
    if (waitMs === 0) return;
    metrics.refusedCalls.inc({ limit });
    const seconds = Math.ceil(waitMs / 1000);
    throw new TryAgainLater(`too many ${limit}; try again in ${seconds} s`, seconds);
  }
  const take = (limiter: RateLimiter, limit: string, caller: string, count: number) =>
    refuseFor(limiter.take(caller, count), limit);

  function isKnown(request: IncomingMessage): boolean {
    const shown = fingerprintOf(request);
    return shown !== null && goodLately.has(shown);
  }

  return {
    addressOf,
    beforeLookup: (request) => {
      if (!isKnown(request)) refuseFor(anonymous.wait(addressOf(request)), ANONYMOUS);
    },
    afterLookup: (request, caller, count) => {
      const shown = fingerprintOf(request);
      if (caller !== null) {
        if (shown !== null) goodLately.set(shown, true);
        return take(calls, 'calls', caller, count);
      }
      if (shown !== null) goodLately.delete(shown);
      take(anonymous, ANONYMOUS, addressOf(request), count);
    },
    signIn: ({ address, account }) => {
      take(signIns, ATTEMPTS, address, 1);
      if (account === null) return;
      const fromHere = placeOf(account, address);
      take(accountSignIns, ATTEMPTS, signedInFrom.has(fromHere) ? fromHere : nameOf(account), 1);
    },
    signedIn: ({ address, account }) => {
      if (account !== null) signedInFrom.set(placeOf(account, address), true);
    },
    visit: (request) => {
      if (request.method !== 'GET' || !isKnown(request)) take(anonymous, ANONYMOUS, addressOf(request), 1);
    },
  };
}

const ANONYMOUS = 'calls without valid credentials';
const ATTEMPTS = 'attempts to sign in';

/** As people are looked up: the spelling makes no other account of it. */
const nameOf = (account: string): string => account.trim().toLowerCase();

const placeOf = (account: string, address: string): string => `${nameOf(account)} at ${address}`;

/** What the caller has shown, so that it can be known again without being kept. */
function fingerprintOf({ headers: { authorization, cookie } }: IncomingMessage): string | null {
  const shown = authorization ?? cookie;
  return shown === undefined ? null : hash('sha256', shown, 'base64');
}
