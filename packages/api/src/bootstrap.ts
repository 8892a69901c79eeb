import { type Database, generateApiKey, hasApiKey, openDatabase, storeApiKey } from '@cull/db';
import { pino } from 'pino';
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
  const { databaseUrl, secret, baseUrl } = options;
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
    log: pino({ level: 'silent' }),
    onAttempt: () => {},
    onAccess: () => {},
    deliverLink: async ({ url }) => {
      signInUrl = url;
    },
  });
  try {
    const adminEmail = options.adminEmail ?? (await firstAdminEmail(auth)) ?? DEFAULT_ADMIN_EMAIL;
    const adminPassword = await ensureAdmin(
      auth,
      adminEmail,
      options.adminEmail !== undefined,
      options.adminPassword,
    );
    const apiKey = await ensureApiKey(db, options.apiKey);
    await auth.api.signInMagicLink({ body: { email: adminEmail, callbackURL: '/' }, headers: new Headers() });
    if (signInUrl === undefined) throw new Error('no sign-in link was made');
    return { signInUrl, apiKey, adminEmail, adminPassword };
  } finally {
    await db.close();
  }
}

/** Whoever has been an admin longest: a start that names nobody must not make another one beside them. */
async function firstAdminEmail(auth: Auth): Promise<string | undefined> {
  const { internalAdapter } = await auth.$context;
  const oldestFirst = { field: 'createdAt', direction: 'asc' } as const;
  const [admin] = await internalAdapter.listUsers(1, 0, oldestFirst, [{ field: 'role', value: 'admin' }]);
  return admin?.email;
}

/** @returns The password that now works, where it is known. */
async function ensureAdmin(
  auth: Auth,
  email: string,
  isGiven: boolean,
  givenPassword: string | undefined,
): Promise<string | null> {
  const { internalAdapter } = await auth.$context;
  const existing = await internalAdapter.findUserByEmail(email);
  if (existing === null) {
    const password = givenPassword ?? generateApiKey();
    const admin = { email, name: 'Admin', emailVerified: true, role: 'admin' };
    const { id } = await internalAdapter.createUser(admin, { method: 'admin' });
    await setPassword(auth, id, password);
    return password;
  }
  // An address that was given names the admin; the default one may have been made something else on purpose.
  if (isGiven) await internalAdapter.updateUser(existing.user.id, { role: 'admin' });
  if (givenPassword === undefined) return null;
  await setPassword(auth, existing.user.id, givenPassword);
  return givenPassword;
}

/** Gives a person a password, whether they had one before or not. */
async function setPassword(auth: Auth, userId: string, password: string): Promise<void> {
  const { internalAdapter, password: hashing } = await auth.$context;
  const hash = await hashing.hash(password);
  const accounts = await internalAdapter.findAccounts(userId);
  if (accounts.some(({ providerId }) => providerId === 'credential')) {
    await internalAdapter.updatePassword(userId, hash);
  } else {
    const credential = { userId, accountId: userId, providerId: 'credential', password: hash };
    await internalAdapter.linkAccount(credential);
  }
}

/** @returns The key that now works, where it is known. */
async function ensureApiKey(db: Database, given: string | undefined): Promise<string | null> {
  if (given === undefined && (await hasApiKey(db, 'admin', Date.now()))) return null;
  const key = given ?? generateApiKey();
  await storeApiKey(db, key, { name: 'first', scopes: ['admin'], expiresAt: null });
  return key;
}
