import { isAPIError } from 'better-auth/api';
import { textAt } from '../text-at';
import { PROVIDER_ID } from './provider';

/** Where a call comes from. */
export interface Origin {
  /** As the limits count it. */
  readonly address: string | null;
  /** The program, as that says itself. */
  readonly userAgent: string | null;
}

/** Somebody came in, or tried to, or changed how they come in. */
export interface AccessEvent extends Origin {
  readonly type:
    | 'signed_in'
    | 'sign_in_failed'
    | 'invitation_accepted'
    | 'signed_out'
    | 'confirmed'
    | 'confirm_failed'
    | 'password_changed'
    | 'second_factor_on'
    | 'second_factor_off'
    | 'backup_codes_made';
  /** Null where nobody knows: a link or a provider that was refused before it named anybody. */
  readonly email: string | null;
  /** `password`, `link`, `sso`, `code` or `backup_code`. */
  readonly method: string;
}

interface Person {
  readonly user: { readonly email: string };
}

/** What the sign-in library knows once it has answered. */
interface Answered {
  readonly path: string;
  readonly body?: unknown;
  readonly params?: unknown;
  readonly context: {
    /** That the call has begun. */
    readonly newSession: Person | null;
    /** That the call came with. */
    readonly session: Person | null;
    readonly returned?: unknown;
  };
}

const MAX_EMAIL = 254;

/** By the library's names: what somebody who is signed in changes. */
const CHANGES: Readonly<Record<string, AccessEvent['type']>> = {
  '/sign-out': 'signed_out',
  '/change-password': 'password_changed',
  '/two-factor/disable': 'second_factor_off',
  '/two-factor/generate-backup-codes': 'backup_codes_made',
  // With a session, a code is the last step of setting it up.
  '/two-factor/verify-totp': 'second_factor_on',
};

/** @returns What an answer of the sign-in library means; null for calls that let nobody in and turn nobody away. */
export function accessEventOf(answered: Answered, origin: Origin): AccessEvent | null {
  const { newSession, session, returned } = answered.context;
  const change = session === null ? undefined : CHANGES[answered.path];
  if (session !== null && change !== undefined) {
    const isDone = !isAPIError(returned) && (change !== 'second_factor_on' || newSession !== null);
    return isDone ? { type: change, email: session.user.email, method: 'password', ...origin } : null;
  }
  const method = methodOf(answered);
  if (method === null) return null;
  if (newSession !== null) return { type: 'signed_in', email: newSession.user.email, method, ...origin };
  // The password was right, and a code is asked for now.
  if (!isAPIError(returned) && textAt(answered.body, 'password') !== null) return null;
  const tried = textAt(answered.body, 'email')?.slice(0, MAX_EMAIL) ?? null;
  return { type: 'sign_in_failed', email: tried, method, ...origin };
}

function methodOf({ path, params }: Answered): string | null {
  if (path === '/sign-in/email') return 'password';
  if (path === '/magic-link/verify') return 'link';
  if (path === '/two-factor/verify-totp') return 'code';
  if (path === '/two-factor/verify-backup-code') return 'backup_code';
  if (path === '/callback/:id' && textAt(params, 'id') === PROVIDER_ID) return PROVIDER_ID;
  return null;
}
