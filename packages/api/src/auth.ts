import { claimInvitation, type Database } from '@cull/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api';
import { genericOAuth, magicLink } from 'better-auth/plugins';
import type { Logger } from 'pino';
import { type AccessEvent, signInEvent } from './access-events';
import type { Attempt } from './limits/limits';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH, passwordProblem } from './passwords';
import { providerConfig, type SignInProvider } from './provider';
import { IDLE_MS, MAX_SESSION_MS } from './sessions';
import { textAt } from './text-at';
import { TryAgainLater, waitHeaders } from './try-again-later';

export interface AuthOptions {
  readonly db: Database;
  readonly secret: string;
  /** The dashboard's public address. */
  readonly baseUrl: string;
  readonly log: Logger;
  /** Hands over a sign-in link that was made. */
  readonly deliverLink: (link: { email: string; url: string }) => Promise<void>;
  /** Told of each attempt from outside before it is judged. @throws TryAgainLater where there were too many. */
  readonly onAttempt: (attempt: Attempt) => void;
  /** Told of who came in and who did not. */
  readonly onAccess: (event: AccessEvent) => void | Promise<void>;
  readonly provider?: SignInProvider | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** Set by the server itself, whatever the caller sent: the address that a session is recorded with. */
export const CLIENT_ADDRESS_HEADER = 'x-cull-client-address';

/** How long a sign-in link that `npm start` prints may be used, once. */
const LINK_SECONDS = 3_600;

/**
 * Sign-in for people: email and password, a link made by whoever runs the product, or a provider. Nobody signs up by
 * themselves: a provider lets in the people there are, and whoever has an open invitation, by an address that it
 * has verified.
 */
export function createAuth(options: AuthOptions) {
  const { db, secret, baseUrl, log, deliverLink, onAttempt, onAccess, provider, now = Date.now } = options;
  return betterAuth({
    appName: 'Cull',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: prismaAdapter(db.prisma, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: MIN_PASSWORD_LENGTH,
      maxPasswordLength: MAX_PASSWORD_LENGTH,
    },
    // Cull moves their ends on itself (`sessions.ts`): the library would do so for ever.
    session: {
      expiresIn: MAX_SESSION_MS / 1000,
      disableSessionRefresh: true,
      additionalFields: { provenAt: { type: 'date', input: false, required: false } },
    },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    plugins: [
      magicLink({
        disableSignUp: true,
        expiresIn: LINK_SECONDS,
        // Who reads the database, or a copy of it, must not be able to sign in by what is in there.
        storeToken: 'hashed',
        sendMagicLink: deliverLink,
      }),
      ...(provider === undefined ? [] : [genericOAuth({ config: [providerConfig(provider)] })]),
    ],
    // What a provider says of somebody counts at the sign-in alone: nothing that could be used at the provider is kept.
    account: { updateAccountOnSignIn: false },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => ({
            data: {
              ...session,
              createdAt: new Date(now()),
              expiresAt: new Date(now() + IDLE_MS),
              provenAt: new Date(now()),
            },
          }),
        },
      },
      ...(provider !== undefined && {
        account: {
          create: { before: async (account) => ({ data: { ...account, ...NO_TOKENS } }) },
        },
        user: {
          create: {
            before: async (user) => {
              if (!user.emailVerified) throw new APIError('FORBIDDEN', { code: 'email_not_verified' });
              const role = await claimInvitation(db, user.email, now());
              if (role === null) throw new APIError('FORBIDDEN', { code: 'not_invited' });
              return { data: { ...user, name: user.name || user.email, role } };
            },
          },
        },
      }),
    },
    // What goes wrong in here is thrown: the library would write it to the console, secrets and all.
    onAPIError: { errorURL: `${baseUrl}/sign-in`, throw: true },
    hooks: {
      before: createAuthMiddleware(async (context) => {
        const { path, body, request } = context;
        // Without a request it is Cull itself that calls.
        if (request !== undefined && !NO_ATTEMPTS.has(path)) {
          const address = request.headers.get(CLIENT_ADDRESS_HEADER) ?? 'unknown';
          const account =
            path === '/change-password'
              ? ((await getSessionFromCtx(context))?.user.email ?? null)
              : textAt(body, 'email');
          refuseLate(() => onAttempt({ address, account }));
        }
        if (path === '/change-password') {
          const email = (await getSessionFromCtx(context))?.user.email ?? '';
          const problem = passwordProblem(textAt(body, 'newPassword') ?? '', email);
          if (problem !== null)
            throw new APIError('BAD_REQUEST', {
              code: 'PASSWORD_TOO_EASY',
              message: `newPassword: ${problem}`,
            });
          // Whoever changes a password because somebody else knows it must not leave them signed in.
          return { context: { body: { ...body, revokeOtherSessions: true } } };
        }
        // A token that got about would be enough: the way through the browser is bound to whoever set out on it.
        if (path === '/sign-in/social' && body?.idToken !== undefined)
          throw new APIError('BAD_REQUEST', { message: 'idToken: sign in through the provider’s page' });
        return;
      }),
      after: createAuthMiddleware(async (context) => {
        const event = signInEvent(context, context.headers?.get(CLIENT_ADDRESS_HEADER) ?? null);
        if (event !== null) await onAccess(event);
      }),
    },
    // Cull's own limits stand before it: one address, one answer and one counter for all that can be called.
    rateLimit: { enabled: false },
    logger: {
      level: 'warn',
      // The message and the errors' own: what else comes along may hold tokens and addresses.
      log: (level, message, ...details) => {
        const reasons = details.flatMap((detail) => (detail instanceof Error ? [detail.message] : []));
        log[level]({ part: 'auth', ...(reasons.length > 0 && { reasons }) }, message);
      },
    },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'cull',
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  });
}

/**
 * By the names that the library gives to what it was asked for, whatever the address was: where nothing can be tried out.
 * A provider's answer is bound to the browser that set out, which was counted then.
 */
const NO_ATTEMPTS: ReadonlySet<string> = new Set(['/get-session', '/sign-out', '/callback/:id']);

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

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export type Auth = ReturnType<typeof createAuth>;
