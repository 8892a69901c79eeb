import { PROVIDER_ID } from './provider';
import { textAt } from './text-at';

/** Somebody came in, or tried to. */
export interface AccessEvent {
  readonly type: 'signed_in' | 'sign_in_failed' | 'invitation_accepted' | 'confirmed' | 'confirm_failed';
  /** Null where nobody knows: a link or a provider that was refused before it named anybody. */
  readonly email: string | null;
  /** `password`, `link` or `sso`. */
  readonly method: string;
  /** Where from, as the limits count it. */
  readonly address: string | null;
}

/** What the sign-in library knows once it has answered. */
interface Answered {
  readonly path: string;
  readonly body?: unknown;
  readonly params?: unknown;
  readonly context: { readonly newSession: { readonly user: { readonly email: string } } | null };
}

const MAX_EMAIL = 254;

/** @returns What an answer of the sign-in library means; null for calls that let nobody in and turn nobody away. */
export function signInEvent(answered: Answered, address: string | null): AccessEvent | null {
  const method = methodOf(answered);
  if (method === null) return null;
  const { newSession } = answered.context;
  if (newSession !== null) return { type: 'signed_in', email: newSession.user.email, method, address };
  const tried = textAt(answered.body, 'email')?.slice(0, MAX_EMAIL) ?? null;
  return { type: 'sign_in_failed', email: tried, method, address };
}

function methodOf({ path, params }: Answered): string | null {
  if (path === '/sign-in/email') return 'password';
  if (path === '/magic-link/verify') return 'link';
  if (path === '/callback/:id' && textAt(params, 'id') === PROVIDER_ID) return PROVIDER_ID;
  return null;
}
