import type { IncomingMessage } from 'node:http';
import { renewSession } from '@cull/db';
import { fromNodeHeaders } from 'better-auth/node';
import type { Services } from '../context';

const HOUR_MS = 3_600_000;

/** A browser that was left behind is signed out overnight, or over a day off. An open page counts as use. */
export const IDLE_MS = 24 * HOUR_MS;
/** Once a week everybody signs in again, also where a page is always open, like on a wall: a stolen cookie ends with it. */
export const MAX_SESSION_MS = 7 * 24 * HOUR_MS;
/** Saves a write for each call. */
const EXTENDED_EVERY_MS = HOUR_MS;
/** What gives access to others needs a person who was there just now, and not only their browser. */
export const PROOF_MS = 15 * 60_000;

/** When a session began and ends. */
interface Lifetime {
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/**
 * Returns the new end of a session that is used now, in epoch milliseconds; null where the old one will do for a while.
 * However often it is used, it ends a week after the sign-in.
 */
export function extendedEnd({ createdAt, expiresAt }: Lifetime, now: number): number | null {
  const last = createdAt.getTime() + MAX_SESSION_MS;
  const end = Math.min(now + IDLE_MS, last);
  const gained = end - expiresAt.getTime();
  return gained >= EXTENDED_EVERY_MS || (end === last && gained > 0) ? end : null;
}

/** Returns whose session a request shows, which counts as use; null where there is none that holds. */
export async function sessionOf(
  request: IncomingMessage,
  { auth, db, now }: Pick<Services, 'auth' | 'db' | 'now'>,
) {
  if (request.headers.cookie === undefined) return null;
  const found = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (found === null || found.session.expiresAt.getTime() <= now()) return null;
  const { session, user } = found;
  const end = extendedEnd(session, now());
  if (end !== null) await renewSession(db, session.id, end, now());
  return { id: session.id, provenAt: session.provenAt?.getTime() ?? null, user };
}

/** Whether a session has lately shown that it is its person's. @param provenAt Epoch milliseconds; null for never. */
export function isProven(provenAt: number | null, now: number): boolean {
  return provenAt !== null && now - provenAt < PROOF_MS;
}
