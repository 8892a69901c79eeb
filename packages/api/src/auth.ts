import type { Database } from '@cull/db';
import { betterAuth } from 'better-auth';
import { prismaAdapter } from 'better-auth/adapters/prisma';
import { magicLink } from 'better-auth/plugins';

export interface AuthOptions {
  readonly db: Database;
  readonly secret: string;
  /** The dashboard's public address. */
  readonly baseUrl: string;
  /** Hands over a sign-in link that was made. */
  readonly deliverLink: (link: { email: string; url: string }) => Promise<void>;
}

/** Set by the server itself, whatever the caller sent: the address that a session is recorded with. */
export const CLIENT_ADDRESS_HEADER = 'x-cull-client-address';

/** How long a sign-in link that `npm start` prints may be used, once. */
const LINK_SECONDS = 3_600;

/** Sign-in for people: email and password, or a link made by whoever runs the product. Nobody signs up by themselves. */
export function createAuth({ db, secret, baseUrl, deliverLink }: AuthOptions) {
  return betterAuth({
    appName: 'Cull',
    baseURL: baseUrl,
    basePath: '/api/auth',
    secret,
    database: prismaAdapter(db.prisma, { provider: 'postgresql' }),
    emailAndPassword: { enabled: true, disableSignUp: true },
    user: { additionalFields: { role: { type: 'string', input: false, defaultValue: 'viewer' } } },
    plugins: [magicLink({ disableSignUp: true, expiresIn: LINK_SECONDS, sendMagicLink: deliverLink })],
    // Cull's own limits stand before it: one address, one answer and one counter for all that can be called.
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'cull',
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
