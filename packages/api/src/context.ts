import type { IncomingMessage } from 'node:http';
import type { Database } from '@cull/db';
import type { Notifier, Producer } from '@cull/queue';
import type { Logger } from 'pino';
import { type Actor, type Credential, keyActor, userActor } from './access/access';
import type { AccountSetup } from './accounts/setup';
import type { Batches } from './http/batches';
import type { Notices } from './insights/notices';
import type { Trends } from './insights/trends';
import type { Kept } from './kept';
import type { Limits } from './limits/limits';
import type { Turns } from './limits/turns';
import type { LiveHub } from './live/hub';
import type { Metrics } from './metrics';
import type { Fleet } from './sessions/fleet';
import type { AccessEvent, Origin } from './sign-in/access-events';
import type { Auth } from './sign-in/auth';
import { sessionOf } from './sign-in/sessions';
import type { PolicyReader } from './thresholds/policy-reader';

/** What the procedures work with; made once. */
export interface Services {
  /** For what somebody waits for. */
  readonly db: Database;
  /** For queries and exports: procedures that only read have it as their `db`. */
  readonly reading: Database;
  /** The most frequent calls, which share statements with those of the same moment. */
  readonly batches: Batches;
  readonly producer: Producer;
  /** Since when pushed samples wait, by shard, as of a moment ago. */
  readonly sampleBacklog: Kept<readonly (number | null)[]>;
  readonly notifier: Notifier;
  readonly policies: PolicyReader;
  /** What people should know about how their variants are judged, as of a moment ago. */
  readonly notices: Kept<Notices>;
  /** Every live variant, as of a moment ago. */
  readonly fleet: Kept<Fleet>;
  /** What the hours of the last day brought, as of a minute ago. */
  readonly trends: Kept<Trends>;
  readonly hub: LiveHub;
  readonly auth: Auth;
  /** For sign-in with the provider alone: it waits for the provider's answer, and nobody else shall wait with it. */
  readonly providerAuth: Auth;
  /** Whether passwords are of any use; where not, people come in by the provider or by a link. */
  readonly passwordSignIn: boolean;
  readonly limits: Limits;
  /** For what takes long to answer. */
  readonly turns: { readonly reports: Turns; readonly exports: Turns };
  readonly accounts: AccountSetup;
  /** The address that browsers know the product by. */
  readonly baseUrl: string;
  /** Why nothing would ever be sent to an address; null where something may. */
  readonly webhookRefusal: (url: string) => string | null;
  /** Called for each attempt to sign in, allowed or not. */
  readonly onAccess: (event: AccessEvent) => void | Promise<void>;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What a call brings. */
export interface Context {
  readonly services: Services;
  /** Null for a caller who has shown nothing, or nothing valid. */
  readonly actor: Actor | null;
  /** What the actor is known by. */
  readonly credential: Credential | null;
  readonly origin: Origin;
}

const MAX_USER_AGENT = 500;

/**
 * Returns the context of a call, for every kind of caller; slows callers down that call too often.
 * @param calls How many calls the request holds.
 * @throws TryAgainLater
 */
export async function contextOf(
  request: IncomingMessage,
  services: Services,
  calls: number,
): Promise<Context> {
  const { actor, credential } = await admit(request, services, calls);
  return { services, actor, credential, origin: originOf(request, services) };
}

export function originOf(request: IncomingMessage, { limits }: Pick<Services, 'limits'>): Origin {
  return {
    address: limits.addressOf(request),
    userAgent: request.headers['user-agent']?.slice(0, MAX_USER_AGENT) ?? null,
  };
}

const BEARER = /^Bearer +(\S+)$/i;

type Caller = Pick<Context, 'actor' | 'credential'>;

const NOBODY: Caller = { actor: null, credential: null };

/** Finds out who is calling. */
async function admit(request: IncomingMessage, services: Services, calls: number): Promise<Caller> {
  const { limits } = services;
  limits.beforeLookup(request);
  const caller = await callerOf(request, services);
  limits.afterLookup(request, caller.actor?.name ?? null, calls);
  return caller;
}

/** By API key where one is shown, good or bad, else by the session cookie. */
async function callerOf(request: IncomingMessage, services: Services): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const key = BEARER.exec(authorization)?.[1];
    const verified = key === undefined ? null : await services.batches.verifyKey(key);
    if (verified === null) return NOBODY;
    const { id, name, scopes } = verified;
    return { actor: keyActor(name, scopes, verified), credential: { kind: 'key', id } };
  }
  const session = await sessionOf(request, services);
  if (session === null) return NOBODY;
  const { id, provenAt, user } = session;
  return { actor: userActor(user.email, user.role), credential: { kind: 'session', id, provenAt } };
}
