import { type Database, generateApiKey, hasApiKey, openDatabase, storeApiKey } from '@cull/db';
import { type Auth, createAuth } from './auth';

export interface BootstrapOptions {
  readonly databaseUrl: string;
  readonly secret: string;
  /** The dashboard's public address, which the sign-in link leads to. */
  readonly baseUrl: string;
  readonly adminEmail?: string | undefined;
  readonly adminPassword?: string | undefined;
  readonly apiKey?: string | undefined;
}

export interface BootstrapResult {
  /** Signs the admin in, once, within the hour. */
  readonly signInUrl: string;
  /** Null where a key existed and none was given: only its hash is known. */
  readonly apiKey: string | null;
  readonly adminEmail: string;
  /** Null where the admin existed and no password was given. */
  readonly adminPassword: string | null;
}

const DEFAULT_ADMIN_EMAIL = 'admin@cull.local';

/**
 * Makes sure that there is an admin and an admin API key, and makes a fresh sign-in link. What is given is made to
 * work, what is missing is generated, and doing it again changes nothing else.
 */
export async function bootstrap(options: BootstrapOptions): Promise<BootstrapResult> {
  const { databaseUrl, secret, baseUrl, adminEmail = DEFAULT_ADMIN_EMAIL } = options;
  const db = openDatabase({
    url: databaseUrl,
    applicationName: 'cull-bootstrap',
    maxConnections: 2,
    onError: () => {},
  });
  let signInUrl: string | undefined;
  const auth = createAuth({
    db,
    secret,
    baseUrl,
    deliverLink: async ({ url }) => {
      signInUrl = url;
    },
  });
  try {
    const adminPassword = await ensureAdmin(auth, adminEmail, options.adminPassword);
    const apiKey = await ensureApiKey(db, options.apiKey);
    await auth.api.signInMagicLink({ body: { email: adminEmail, callbackURL: '/' }, headers: new Headers() });
    if (signInUrl === undefined) throw new Error('no sign-in link was made');
    return { signInUrl, apiKey, adminEmail, adminPassword };
  } finally {
    await db.close();
  }
}

/** @returns The password that now works, where it is known. */
async function ensureAdmin(auth: Auth, email: string, given: string | undefined): Promise<string | null> {
  const { internalAdapter, password: hashing } = await auth.$context;
  const existing = await internalAdapter.findUserByEmail(email, { includeAccounts: true });
  if (existing === null) {
    const password = given ?? generateApiKey();
    const user = await internalAdapter.createUser(
      { email, name: 'Admin', emailVerified: true, role: 'admin' },
      { method: 'admin' },
    );
    await internalAdapter.linkAccount({
      userId: user.id,
      accountId: user.id,
      providerId: 'credential',
      password: await hashing.hash(password),
    });
    return password;
  }
  if (given === undefined) return null;
  await internalAdapter.updatePassword(existing.user.id, await hashing.hash(given));
  return given;
}

/** @returns The key that now works, where it is known. */
async function ensureApiKey(db: Database, given: string | undefined): Promise<string | null> {
  if (given === undefined && (await hasApiKey(db))) return null;
  const key = given ?? generateApiKey();
  await storeApiKey(db, key, { name: 'first', scopes: ['admin'], expiresAt: null });
  return key;
}
