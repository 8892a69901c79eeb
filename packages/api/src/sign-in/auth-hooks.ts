import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from 'better-auth/api';
import { TryAgainLater, waitHeaders } from '../http/try-again-later';
import type { Attempt } from '../limits/limits';
import { textAt } from '../text-at';
import { type AccessEvent, accessEventOf, type Origin } from './access-events';
import { passwordProblem } from './passwords';
import { isUsedCode, noteUsedCode, triesCode, whoIsAsked } from './second-factor';

/** Set by the server itself, whatever the caller sent: the address that a session is recorded with. */
export const CLIENT_ADDRESS_HEADER = 'x-cull-client-address';

/** What reports sign-ins. */
export interface AuthWatch {
  /** The dashboard's public address. */
  readonly baseUrl: string;
  /** Called for each attempt from outside before it is judged. @throws TryAgainLater where there were too many. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Called for each attempt to sign in, allowed or not. */
  readonly onAccess: (event: AccessEvent) => void | Promise<void>;
}

/** What the sign-in library knows of a call. */
export type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

/**
 * By the names that the library gives to what it was asked for, whatever the address was: where nothing can be tried out.
 * A provider's answer is bound to the browser that set out, which was counted then.
 */
const NO_ATTEMPTS: ReadonlySet<string> = new Set(['/get-session', '/sign-out', '/callback/:id']);
/** Those that somebody makes who is signed in. */
const OF_SESSIONS: ReadonlySet<string> = new Set([
  // Before it is gone.
  '/sign-out',
  '/change-password',
  '/two-factor/enable',
  '/two-factor/disable',
  '/two-factor/generate-backup-codes',
]);

/** Counts attempts before they are judged, and refuses what the library would let pass. */
export function judgeFirst({ onAttempt }: Pick<AuthWatch, 'onAttempt'>) {
  return createAuthMiddleware(async (hook) => {
    const { path, body, request } = hook;
    const person = OF_SESSIONS.has(path) || triesCode(path) ? await personOf(hook) : null;
    // Without a request it is Cull itself that calls.
    if (request !== undefined && !NO_ATTEMPTS.has(path)) {
      const address = request.headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown';
      refuseLate(() => onAttempt({ address, account: person?.email ?? textAt(body, 'email') }));
    }
    if (path === '/change-password') {
      const problem = passwordProblem(textAt(body, 'newPassword') ?? '', person?.email ?? '');
      if (problem !== null)
        throw new APIError('BAD_REQUEST', { code: 'PASSWORD_TOO_EASY', message: `newPassword: ${problem}` });
      // Anyone who changes a password because somebody else knows it must not leave them signed in.
      return { context: { body: { ...body, revokeOtherSessions: true } } };
    }
    if (triesCode(path)) {
      if (person !== null && (await isUsedCode(hook, person.id)))
        throw new APIError('UNAUTHORIZED', { code: 'CODE_USED', message: 'This code was used already.' });
      // Every sign-in asks for a code: a browser that is left behind must not become the second factor.
      return { context: { body: { ...body, trustDevice: false } } };
    }
    // A leaked token would be enough: the way through the browser is bound to the browser that began it.
    if (path === '/sign-in/social' && body?.idToken !== undefined)
      throw new APIError('BAD_REQUEST', { message: 'idToken: sign in through the provider’s page' });
    return;
  });
}

const MAX_USER_AGENT = 500;

function originIn(headers: Headers | undefined): Origin {
  return {
    address: headers?.get(CLIENT_ADDRESS_HEADER) ?? null,
    userAgent: headers?.get('user-agent')?.slice(0, MAX_USER_AGENT) ?? null,
  };
}

async function personOf(hook: HookContext) {
  return (await getSessionFromCtx(hook))?.user ?? (await whoIsAsked(hook));
}

/** Comes after all others: reports who came in once it is sure, and leads browsers to where a code is asked for. */
export function tellLast({ onAccess, baseUrl }: Pick<AuthWatch, 'onAccess' | 'baseUrl'>) {
  const handler = createAuthMiddleware(async (hook) => {
    const { path, context, headers } = hook;
    const event = accessEventOf(hook, originIn(headers));
    if (event !== null) {
      const asked = event.email === null && triesCode(path) ? await whoIsAsked(hook) : null;
      await onAccess({ ...event, email: event.email ?? asked?.email ?? null });
    }
    const taken = context.newSession ?? context.session;
    if (taken !== null && (event?.type === 'second_factor_on' || event?.type === 'second_factor_off'))
      await endOthers(hook, taken.session);
    if (triesCode(path) && taken !== null && !isAPIError(context.returned))
      await noteUsedCode(hook, taken.user.id);
    if (path === '/magic-link/verify' && isAskedForCode(context.returned))
      throw hook.redirect(`${baseUrl}/sign-in?second`);
  });
  return { id: 'cull', hooks: { after: [{ matcher: () => true, handler }] } };
}

/** Anyone who changes how they come in may do so because somebody else is in already. */
async function endOthers({ context }: HookContext, kept: { userId: string; token: string }): Promise<void> {
  const { internalAdapter } = context;
  for (const { token } of await internalAdapter.listSessions(kept.userId))
    if (token !== kept.token) await internalAdapter.deleteSession(token);
}

/** Whether an answer lets nobody in yet, but asks for a code. */
export function isAskedForCode(returned: unknown): boolean {
  return typeof returned === 'object' && returned !== null && 'twoFactorRedirect' in returned;
}

/** In the library's own terms. */
function refuseLate(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof TryAgainLater)) throw error;
    const { code, message } = error;
    throw new APIError('TOO_MANY_REQUESTS', { code, message }, waitHeaders([error]));
  }
}
