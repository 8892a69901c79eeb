import { TOTP, URI } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { cookieOf, PASSWORD, personWith, post, signIn, statusWith } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';

const HOUR_MS = 3_600_000;

let server: TestServer;
let later = 0;
beforeAll(async () => {
  const limits = { ...DEFAULT_LIMITS, signInsPerMinute: 1_000 };
  server = await startTestServer({ limits, now: () => Date.now() + later });
});
// Each test finds the limits as they are at first.
beforeEach(() => {
  later += HOUR_MS;
});
afterAll(() => server.close());

const enabledSchema = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()).length(10) });

function appOf(uri: string): TOTP {
  const app = URI.parse(uri);
  if (app instanceof TOTP) return app;
  throw new Error(`${uri} is for no authenticator app`);
}

/** The code of half a minute ago, now, or in half a minute: each can be used once. */
const codeOf = (app: TOTP, step: -1 | 0 | 1) => app.generate({ timestamp: Date.now() + step * 30_000 });

const api = (path: string, body: unknown, cookie: string) =>
  post(server, `/api/auth/${path}`, body, { cookie });

/** Somebody who has set up a second factor. */
async function enrolled(role: 'viewer' | 'admin' = 'viewer') {
  const person = await personWith(server, role);
  const enabled = await api('two-factor/enable', { password: PASSWORD }, person.cookie);
  const { totpURI, backupCodes } = enabledSchema.parse(await enabled.json());
  const app = appOf(totpURI);
  const verified = await api('two-factor/verify-totp', { code: codeOf(app, -1) }, person.cookie);
  expect(verified.status).toBe(200);
  return { ...person, app, backupCodes, cookie: cookieOf(verified) };
}

/** The cookie of somebody who has shown their password and is asked for a code. */
async function asked(email: string): Promise<string> {
  const answer = await signIn(server, email, PASSWORD);
  expect([answer.status, await answer.json()]).toEqual([
    200,
    { twoFactorRedirect: true, twoFactorMethods: ['totp'] },
  ]);
  return cookieOf(answer);
}

async function audited(email: string): Promise<string[]> {
  const { items } = await server.client.audit.list.query({ target: `user:${email}` });
  return items.map(({ action, input, result }) => `${action} ${input['method'] ?? ''} ${result}`).reverse();
}

describe('a second factor', () => {
  it('is set up with the password and a code, and then asked for after the password', async () => {
    const person = await personWith(server, 'viewer');
    const enable = (password: string) => api('two-factor/enable', { password }, person.cookie);
    expect((await enable('a-wrong-password')).status).toBe(400);
    const { totpURI } = enabledSchema.parse(await (await enable(PASSWORD)).json());
    expect(totpURI).toMatch(/^otpauth:\/\/totp\/Cull/);
    // Not before a code has shown that the app has the secret.
    expect((await signIn(server, person.email, PASSWORD)).headers.getSetCookie().join()).toContain(
      'session_token',
    );
    expect((await api('two-factor/verify-totp', { code: '000000' }, person.cookie)).status).toBe(401);
    const app = appOf(totpURI);
    const verified = await api('two-factor/verify-totp', { code: codeOf(app, -1) }, person.cookie);
    expect(await statusWith(server, cookieOf(verified), 'pool.list')).toBe(200);

    const pending = await asked(person.email);
    expect(await statusWith(server, pending, 'pool.list')).toBe(401);
    expect((await api('two-factor/verify-totp', { code: '000000' }, pending)).status).toBe(401);
    const came = await api('two-factor/verify-totp', { code: codeOf(app, 0), trustDevice: true }, pending);
    expect(came.headers.getSetCookie().join()).not.toContain('trust_device');
    expect(await statusWith(server, cookieOf(came), 'pool.list')).toBe(200);
    expect(await audited(person.email)).toEqual([
      'people.invite  ok',
      'accept_invitation password ok',
      'sign_in password ok',
      'sign_in password ok',
      'second_factor_on password ok',
      'sign_in code UNAUTHORIZED',
      'sign_in code ok',
    ]);
  });

  it('leaves nobody signed in elsewhere when it is turned on or off', async () => {
    const person = await personWith(server, 'viewer');
    const isIn = (cookie: string) => statusWith(server, cookie, 'pool.list');
    const elsewhere = cookieOf(await signIn(server, person.email, PASSWORD));
    const enabled = await api('two-factor/enable', { password: PASSWORD }, person.cookie);
    const app = appOf(enabledSchema.parse(await enabled.json()).totpURI);
    expect(await isIn(elsewhere)).toBe(200);
    const verified = await api('two-factor/verify-totp', { code: codeOf(app, -1) }, person.cookie);
    expect([await isIn(elsewhere), await isIn(cookieOf(verified))]).toEqual([401, 200]);

    const came = await api('two-factor/verify-totp', { code: codeOf(app, 0) }, await asked(person.email));
    const off = await api('two-factor/disable', { password: PASSWORD }, cookieOf(verified));
    expect(off.status).toBe(200);
    expect([await isIn(cookieOf(came)), await isIn(cookieOf(off))]).toEqual([401, 200]);
  });

  it('takes each code once', async () => {
    const { email, app } = await enrolled();
    const code = codeOf(app, 0);
    expect((await api('two-factor/verify-totp', { code }, await asked(email))).status).toBe(200);
    const again = await api('two-factor/verify-totp', { code }, await asked(email));
    expect([again.status, await again.json()]).toMatchObject([401, { code: 'CODE_USED' }]);
  });

  it('takes no code again that has confirmed something', async () => {
    const { email, app, cookie } = await enrolled('admin');
    const code = codeOf(app, 0);
    expect((await post(server, '/api/session/confirm', { code }, { cookie })).status).toBe(200);
    expect((await post(server, '/api/session/confirm', { code }, { cookie })).status).toBe(403);
    expect((await api('two-factor/verify-totp', { code }, await asked(email))).status).toBe(401);
  });

  it('is kept where the database tells nobody', async () => {
    const { personId, app, backupCodes } = await enrolled();
    const row = await server.db.prisma.twoFactor.findUniqueOrThrow({ where: { userId: personId } });
    const stored = JSON.stringify(row);
    expect(stored).not.toContain(app.secret.base32);
    expect(stored).not.toContain(app.secret.utf8);
    for (const code of backupCodes) expect(stored).not.toContain(code);
  });

  it('is replaced by a backup code, each of them once', async () => {
    const { email, backupCodes, cookie } = await enrolled();
    const [code = ''] = backupCodes;
    const use = async () => api('two-factor/verify-backup-code', { code }, await asked(email));
    expect((await use()).status).toBe(200);
    expect((await use()).status).toBe(401);
    later += HOUR_MS;
    const made = await api('two-factor/generate-backup-codes', { password: PASSWORD }, cookie);
    const { backupCodes: fresh } = z.object({ backupCodes: z.array(z.string()) }).parse(await made.json());
    expect(
      (await api('two-factor/verify-backup-code', { code: backupCodes[1] }, await asked(email))).status,
    ).toBe(401);
    expect((await api('two-factor/verify-backup-code', { code: fresh[1] }, await asked(email))).status).toBe(
      200,
    );
  });

  it('is asked for after a sign-in link as well', async () => {
    const admin = await server.db.prisma.user.findUniqueOrThrow({ where: { email: 'admin@cull.local' } });
    const cookie = cookieOf(await signIn(server, admin.email, 'a-long-password'));
    const enabled = await api('two-factor/enable', { password: 'a-long-password' }, cookie);
    const app = appOf(enabledSchema.parse(await enabled.json()).totpURI);
    expect((await api('two-factor/verify-totp', { code: codeOf(app, -1) }, cookie)).status).toBe(200);
    const { signInUrl } = await server.bootstrapAgain();
    const answer = await fetch(signInUrl, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([302, `${server.url}/sign-in?second`]);
    expect(await statusWith(server, cookieOf(answer), 'pool.list')).toBe(401);
    const came = await api('two-factor/verify-totp', { code: codeOf(app, 0) }, cookieOf(answer));
    expect(await statusWith(server, cookieOf(came), 'people.list')).toBe(200);
    await server.client.people.resetSecondFactor.mutate({ personId: admin.id });
  });

  it('can’t be tried out: codes count as sign-ins, for the person', async () => {
    const { email, app } = await enrolled();
    const statuses: number[] = [];
    for (let time = 0; time < 12; time += 1) {
      const pending = await signIn(server, email, PASSWORD);
      if (pending.status === 429) {
        statuses.push(429);
        continue;
      }
      statuses.push((await api('two-factor/verify-totp', { code: '000000' }, cookieOf(pending))).status);
    }
    expect(statuses.slice(0, 3)).toEqual([401, 401, 401]);
    expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10);
    expect(statuses.at(-1)).toBe(429);
    expect((await signIn(server, email, PASSWORD)).status).toBe(429);
    expect(app.digits).toBe(6);
  });

  it('confirms what gives access to others, in the password’s place', async () => {
    const { cookie, app } = await enrolled('admin');
    later += 16 * 60_000;
    const makeKey = () => post(server, '/api/trpc/keys.create', { name: 'x', scopes: ['read'] }, { cookie });
    expect((await makeKey()).status).toBe(403);
    const standing = await fetch(`${server.url}/api/session/confirm`, { headers: { cookie } });
    expect(await standing.json()).toEqual({ by: 'code', isConfirmed: false });
    const confirm = (proof: object) => post(server, '/api/session/confirm', proof, { cookie });
    expect((await confirm({ password: PASSWORD })).status).toBe(403);
    expect((await confirm({ code: '000000' })).status).toBe(403);
    expect((await confirm({ code: codeOf(app, 0) })).status).toBe(200);
    expect((await makeKey()).status).toBe(200);
  });

  it('is switched off with the password, or by an admin, which is on record', async () => {
    const own = await enrolled();
    expect((await api('two-factor/disable', { password: 'a-wrong-one' }, own.cookie)).status).toBe(400);
    expect((await api('two-factor/disable', {}, own.cookie)).status).toBe(400);
    expect((await api('two-factor/disable', { password: PASSWORD }, own.cookie)).status).toBe(200);
    expect((await signIn(server, own.email, PASSWORD)).headers.getSetCookie().join()).toContain(
      'session_token',
    );
    expect(await audited(own.email)).toContain('second_factor_off password ok');

    const lost = await enrolled();
    const listed = async () =>
      (await server.client.people.list.query()).items.find(({ email }) => email === lost.email);
    expect(await listed()).toMatchObject({ hasSecondFactor: true });
    await server.client.people.resetSecondFactor.mutate({ personId: lost.personId });
    expect(await listed()).toMatchObject({ hasSecondFactor: false });
    expect((await signIn(server, lost.email, PASSWORD)).headers.getSetCookie().join()).toContain(
      'session_token',
    );
    expect(await audited(lost.email)).toContain('people.resetSecondFactor  ok');
    const again = await server.call('people.resetSecondFactor', { personId: lost.personId });
    expect(again.status).toBe(409);
    expect((await server.call('people.resetSecondFactor', { personId: 'nobody' })).status).toBe(404);
  });
});
