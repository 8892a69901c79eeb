import { claimInvitation, type Database, readInvitedRole } from '@cull/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { APIError } from 'better-auth/api';
import { genericOAuth, magicLink } from 'better-auth/plugins';
import type { Logger } from 'pino';
import { type AuthWatch, CLIENT_ADDRESS_HEADER, judgeFirst, tellLast } from './auth-hooks';
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from './passwords';
import { providerConfig, type SignInProvider } from './provider';
import { secondFactor } from './second-factor';
import { IDLE_MS, MAX_SESSION_MS } from './sessions';

export interface AuthOptions extends AuthWatch {
  readonly db: Database;
  readonly secret: string;
  readonly log: Logger;
  /** Hands over a sign-in link that was made. */
  readonly deliverLink: (link: { email: string; url: string }) => Promise<void>;
  readonly provider?: SignInProvider | undefined;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** How long a sign-in link that `npm start` prints may be used, once. */
const LINK_SECONDS = 3_600;

/**
 * Sign-in for people: email and password, a link made by the operator, or a provider. Nobody signs up by
 * themselves: a provider lets in the people there are, and anyone who has an open invitation, by an address that it
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
    // Cull moves their ends on itself (`sessions.ts`): the library would do so forever.
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
      secondFactor(),
      ...(provider === undefined ? [] : [genericOAuth({ config: [providerConfig(provider)] })]),
      tellLast({ onAccess, baseUrl }),
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
          create: {
            before: async (account) => {
              // Providers give an address to somebody else when its owner has left: it is not who somebody is.
              const { userId, providerId } = account;
              if ((await db.prisma.account.count({ where: { userId, providerId } })) > 0)
                throw new APIError('FORBIDDEN', { code: 'known_by_another_account' });
              return { data: { ...account, ...NO_TOKENS } };
            },
          },
        },
        user: {
          create: {
            before: async (user) => {
              if (!user.emailVerified) throw new APIError('FORBIDDEN', { code: 'email_not_verified' });
              const role = await readInvitedRole(db, user.email, now());
              if (role === null) throw new APIError('FORBIDDEN', { code: 'not_invited' });
              const name = (user.name || user.email).slice(0, MAX_NAME_LENGTH);
              return { data: { ...user, name, role } };
            },
            // An invitation is used up by the person that it has made, and by nothing that failed on the way.
            after: async (user) => {
              if (await claimInvitation(db, user.email, now())) return;
              await db.prisma.user.delete({ where: { id: user.id } });
              throw new APIError('FORBIDDEN', { code: 'not_invited' });
            },
          },
        },
      }),
    },
    // What goes wrong in here is thrown: the library would write it to the console, secrets and all.
    onAPIError: { errorURL: `${baseUrl}/sign-in`, throw: true },
    hooks: { before: judgeFirst({ onAttempt }) },
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

/** A provider may send anything. */
const MAX_NAME_LENGTH = 100;

const NO_TOKENS = { accessToken: null, refreshToken: null, idToken: null };

export type Auth = ReturnType<typeof createAuth>;
