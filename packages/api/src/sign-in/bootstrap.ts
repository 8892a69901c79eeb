import {
  type Database,
  generateApiKey,
  hasApiKey,
  hasSignIns,
  keyStanding,
  openAuditEntry,
  openDatabase,
  resetSecondFactor,
  storeApiKey,
} from '@cull/db';
import { pino } from 'pino';
import { type Auth, createAuth } from './auth';
import { passwordProblem } from './passwords';

export interface BootstrapOptions {
  readonly databaseUrl: string;
  readonly secret: string;
  /** The dashboard's public address, which the sign-in link leads to. */
  readonly baseUrl: string;
  readonly adminEmail?: string | undefined;
  readonly adminPassword?: string | undefined;
  readonly apiKey?: string | undefined;
  /** Whether what is given is made to work, whatever somebody did to it since: for those who are locked out. */
  readonly reset?: boolean | undefined;
}

export interface BootstrapResult {
  /** Signs the admin in, once, within the hour. */
  readonly signInUrl: string;
  /** Whether somebody has signed in before: the link is not needed then, unless to get in again. */
  readonly isInUse: boolean;
  /** Null where none is known that works: only hashes are stored. */
  readonly apiKey: string | null;
  readonly adminEmail: string;
  /** Null where the admin existed: only a hash is stored. */
  readonly adminPassword: string | null;
}

const DEFAULT_ADMIN_EMAIL = 'admin@cull.local';

/**
 * Makes the first admin where there is none, and an admin API key where none is active, and a fresh sign-in link. What is
 * given is only ever made: a key that was revoked, a role and a password that were changed and a person who was removed
 * stay so, unless `reset` says otherwise. What it makes is in the audit trail before it is there.
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
    const admin = await (options.reset === true ? resetAdmin : ensureAdmin)(db, auth, options);
    const apiKey = await ensureApiKey(db, options);
    await auth.api.signInMagicLink({
      body: { email: admin.adminEmail, callbackURL: '/' },
      headers: new Headers(),
    });
    if (signInUrl === undefined) throw new Error('no sign-in link was made');
    return { signInUrl, apiKey, isInUse: await hasSignIns(db), ...admin };
  } finally {
    await db.close();
  }
}

type Admin = Pick<BootstrapResult, 'adminEmail' | 'adminPassword'>;

/** The admin who was named, where they are one, or the admin of longest standing; made where there is none. */
async function ensureAdmin(db: Database, auth: Auth, options: BootstrapOptions): Promise<Admin> {
  const admins = await listAdmins(auth);
  const named = options.adminEmail?.toLowerCase();
  const admin = admins.find(({ email }) => email === named) ?? admins[0];
  if (admin !== undefined) return { adminEmail: admin.email, adminPassword: null };
  return makeAdmin(db, auth, options.adminEmail ?? DEFAULT_ADMIN_EMAIL, options.adminPassword);
}

/** Gives the admin who was named, or the first one, their role and a password again, and ends their sessions. */
async function resetAdmin(db: Database, auth: Auth, options: BootstrapOptions): Promise<Admin> {
  const email = options.adminEmail ?? (await listAdmins(auth))[0]?.email ?? DEFAULT_ADMIN_EMAIL;
  const { internalAdapter } = await auth.$context;
  const existing = await internalAdapter.findUserByEmail(email);
  if (existing === null) return makeAdmin(db, auth, email, options.adminPassword);
  const password = passwordFor(email, options.adminPassword);
  const { id } = existing.user;
  await record(db, 'bootstrap.reset_admin', `user:${existing.user.email}`);
  await internalAdapter.updateUser(id, { role: 'admin' });
  await setPassword(auth, id, password);
  await internalAdapter.deleteUserSessions(id);
  await resetSecondFactor(db, id);
  return { adminEmail: existing.user.email, adminPassword: password };
}

async function makeAdmin(db: Database, auth: Auth, email: string, given: string | undefined): Promise<Admin> {
  const password = passwordFor(email, given);
  const { internalAdapter } = await auth.$context;
  const existing = await internalAdapter.findUserByEmail(email);
  // There is no admin, and this person is something else: one who was demoted by the last admin, who is gone.
  if (existing !== null)
    throw new Error(
      `CULL_ADMIN_EMAIL names ${email}, who is there and no admin: CULL_RESET_ADMIN=true makes them one`,
    );
  await record(db, 'bootstrap.create_admin', `user:${email.toLowerCase()}`);
  const admin = { email, name: 'Admin', emailVerified: true, role: 'admin' };
  const { id } = await internalAdapter.createUser(admin, { method: 'admin' });
  await setPassword(auth, id, password);
  return { adminEmail: email, adminPassword: password };
}

/**
 * The password that was given, or one that nobody can guess.
 * @throws Where the one that was given is easy to guess.
 */
function passwordFor(email: string, given: string | undefined): string {
  const problem = given === undefined ? null : passwordProblem(given, email);
  if (problem !== null) throw new Error(`CULL_ADMIN_PASSWORD ${problem}`);
  return given ?? generateApiKey();
}

const MAX_ADMINS = 100;

/** Oldest first. */
async function listAdmins(auth: Auth) {
  const { internalAdapter } = await auth.$context;
  const oldestFirst = { field: 'createdAt', direction: 'asc' } as const;
  return internalAdapter.listUsers(MAX_ADMINS, 0, oldestFirst, [{ field: 'role', value: 'admin' }]);
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

/** @returns The key that works, where it is known. */
async function ensureApiKey(
  db: Database,
  { apiKey: given, reset }: BootstrapOptions,
): Promise<string | null> {
  const now = Date.now();
  const standing = given === undefined ? null : await keyStanding(db, given, now);
  if (given !== undefined && standing === 'in_force') return given;
  if (given === undefined ? await hasApiKey(db, 'admin', now) : standing === 'ended' && reset !== true)
    return null;
  await record(db, standing === null ? 'bootstrap.create_key' : 'bootstrap.reset_key', 'key:first');
  const key = given ?? generateApiKey();
  await storeApiKey(db, key, { name: 'first', scopes: ['admin'], expiresAt: null, createdBy: 'bootstrap' });
  return key;
}

/** Anyone who starts Cull does it, by its environment. */
async function record(db: Database, action: string, target: string): Promise<void> {
  const nobody = { reason: null, input: {}, address: null, userAgent: null };
  await openAuditEntry(
    db,
    { at: Date.now(), actor: 'bootstrap', action, target, ...nobody },
    { result: 'ok', message: null },
  );
}
