import type { Database } from '@cull/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { createAuthMiddleware } from 'better-auth/api';
import { magicLink } from 'better-auth/plugins';
import type { Logger } from 'pino';
import { type AccessEvent, signInEvent } from './access-events';

export interface AuthOptions {
  readonly db: Database;
  readonly secret: string;
  /** The dashboard's public address. */
  readonly baseUrl: string;
  readonly log: Logger;
  /** Hands over a sign-in link that was made. */
  readonly deliverLink: (link: { email: string; url: string }) => Promise<void>;
  /** Told of who came in and who did not. */
  readonly onAccess: (event: AccessEvent) => void | Promise<void>;
}

/** Set by the server itself, whatever the caller sent: the address that a session is recorded with. */
export const CLIENT_ADDRESS_HEADER = 'x-cull-client-address';

export const MIN_PASSWORD_LENGTH = 10;
export const MAX_PASSWORD_LENGTH = 128;

/** How long a sign-in link that `npm start` prints may be used, once. */
const LINK_SECONDS = 3_600;

/** Sign-in for people: email and password, or a link made by whoever runs the product. Nobody signs up by themselves. */
export function createAuth({ db, secret, baseUrl, log, deliverLink, onAccess }: AuthOptions) {
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
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    plugins: [magicLink({ disableSignUp: true, expiresIn: LINK_SECONDS, sendMagicLink: deliverLink })],
    hooks: {
      before: createAuthMiddleware(async ({ path, body }) => {
        // Whoever changes a password because somebody else knows it must not leave them signed in.
        if (path === '/change-password') return { context: { body: { ...body, revokeOtherSessions: true } } };
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

export type Auth = ReturnType<typeof createAuth>;
