import { signInAddress, signInAgainAddress } from '../gate';
import { authClient, refusalOf } from './auth-client';

/** Anyone who leaves by themselves need not be told that their session has ended. */
let isSigningOut = false;

/**
 * Signs out and leads to the sign-in.
 * @returns What refused it; somebody is still signed in then.
 */
export async function signOut(): ReturnType<typeof refusalOf> {
  isSigningOut = true;
  const refusal = await refusalOf(authClient.signOut());
  if (refusal === null) window.location.assign(signInAddress('/'));
  else isSigningOut = false;
  return refusal;
}

/** Whether this browser has a session that holds; true as well where the server does not answer. */
export async function isSignedIn(): Promise<boolean> {
  const answer = await authClient.getSession().catch(() => null);
  return answer === null || answer.error !== null || answer.data !== null;
}

/** Asks somebody whose session has ended to sign in, and leads back to where they are. */
export function leaveToSignIn(): void {
  if (isSigningOut) return;
  const { pathname, search } = window.location;
  window.location.assign(signInAgainAddress(pathname + search));
}
