import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClient } from '../../test/client';
import { SECRET, startTestServer, type TestServer } from '../../test/server';
import { bootstrap } from './bootstrap';

let world: TestServer;
beforeAll(async () => {
  world = await startTestServer();
  // The test server has been given its access; here it is given again.
  await world.db.prisma.user.deleteMany();
  await world.db.prisma.apiKey.deleteMany();
});
afterAll(() => world.close());

const start = (values: Partial<Parameters<typeof bootstrap>[0]> = {}) =>
  bootstrap({ databaseUrl: world.databaseUrl, secret: SECRET, baseUrl: world.url, ...values });

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');

function signIn(email: string, password: string): Promise<Response> {
  return fetch(`${world.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: world.url },
    body: JSON.stringify({ email, password }),
  });
}

/** What somebody who is signed in is allowed to do. */
async function statusOf(cookie: string, procedure: string, input?: unknown): Promise<number> {
  const { status } = await fetch(`${world.url}/api/trpc/${procedure}`, {
    headers: { cookie, origin: world.url, 'content-type': 'application/json' },
    ...(input !== undefined && { method: 'POST', body: JSON.stringify(input) }),
  });
  return status;
}

const GIVEN = {
  adminEmail: 'Ann@Example.org',
  adminPassword: 'a-password-of-her-own',
  apiKey: 'cull_given',
};

async function keyWorks(): Promise<boolean> {
  const headers = { authorization: `Bearer ${GIVEN.apiKey}` };
  return (await fetch(`${world.url}/api/v1/pool`, { headers })).status === 200;
}

/** What starts have put on record, oldest first. */
async function recorded(): Promise<readonly string[]> {
  const entries = await world.db.prisma.auditEntry.findMany({
    where: { actor: 'bootstrap' },
    orderBy: { id: 'asc' },
  });
  return entries.map(({ action, target }) => `${action} ${target}`);
}

const CHANGE = { scope: { type: 'global' }, values: { minViews: 0 }, note: 'by the admin' };

describe('bootstrap', () => {
  it('makes an admin, a key and a link at first; then only a new link', async () => {
    const first = await start();
    expect(first).toMatchObject({
      adminEmail: 'admin@cull.local',
      apiKey: expect.stringMatching(/^cull_.{43}$/),
      isInUse: false,
    });
    const client = createTestClient(world.url, first.apiKey ?? '');
    expect((await client.pool.list.query({})).items).toEqual([]);
    const session = await signIn(first.adminEmail, first.adminPassword ?? '');
    expect(session.status).toBe(200);
    expect(await statusOf(cookieOf(session), 'thresholds.set', CHANGE)).toBe(200);

    const second = await start();
    expect(second).toMatchObject({ apiKey: null, adminPassword: null, isInUse: true });
    expect(second.signInUrl).not.toBe(first.signInUrl);
    expect(await world.db.prisma.user.count()).toBe(1);
    expect(await world.db.prisma.apiKey.count()).toBe(1);
  });

  it('gives a link that signs in once, and lasts an hour', async () => {
    const { signInUrl } = await start();
    const { expiresAt } = await world.db.prisma.verification.findFirstOrThrow({
      orderBy: { expiresAt: 'desc' },
    });
    expect(Math.abs(expiresAt.getTime() - Date.now() - 3_600_000)).toBeLessThan(10_000);
    const first = await fetch(signInUrl, { redirect: 'manual' });
    expect(first.headers.get('location')).toMatch(/\/$/);
    expect(await statusOf(cookieOf(first), 'pool.list')).toBe(200);
    const second = await fetch(signInUrl, { redirect: 'manual' });
    expect(second.headers.get('location')).toContain('error');
    expect(await statusOf(cookieOf(second), 'pool.list')).toBe(401);
  });

  it('makes what is given', async () => {
    await world.db.prisma.user.deleteMany();
    expect(await start(GIVEN)).toMatchObject(GIVEN);
    const session = await signIn('ann@example.org', GIVEN.adminPassword);
    expect(await statusOf(cookieOf(session), 'thresholds.set', CHANGE)).toBe(200);
    expect(await keyWorks()).toBe(true);
  });

  it('leaves alone what was changed since: a role, a password, a key', async () => {
    const ann = await world.db.prisma.user.findFirstOrThrow({ where: { email: 'ann@example.org' } });
    await world.db.prisma.apiKey.updateMany({ data: { revokedAt: new Date() } });
    await world.db.prisma.user.create({
      data: { id: 'bea', name: 'Bea', email: 'bea@example.org', role: 'admin' },
    });
    await world.db.prisma.user.update({ where: { id: ann.id }, data: { role: 'viewer' } });
    const before = await recorded();
    expect(before.slice(-2)).toEqual([
      'bootstrap.create_admin user:ann@example.org',
      'bootstrap.create_key key:first',
    ]);
    const again = await start({ ...GIVEN, adminPassword: 'another-password' });
    expect(again).toMatchObject({ adminEmail: 'bea@example.org', adminPassword: null, apiKey: null });
    expect((await signIn('ann@example.org', 'another-password')).status).toBe(401);
    const session = await signIn('ann@example.org', GIVEN.adminPassword);
    expect(await statusOf(cookieOf(session), 'thresholds.set', CHANGE)).toBe(403);
    expect(await keyWorks()).toBe(false);
    expect(await recorded()).toEqual(before);
  });

  it('makes nobody again who was removed', async () => {
    await world.db.prisma.user.deleteMany({ where: { email: 'ann@example.org' } });
    expect(await start(GIVEN)).toMatchObject({ adminEmail: 'bea@example.org' });
    expect(await world.db.prisma.user.count({ where: { email: 'ann@example.org' } })).toBe(0);
  });

  it('makes all of it work again when told to, ends what sessions there are, and puts it on record', async () => {
    const { adminEmail, adminPassword, apiKey } = GIVEN;
    await start({ ...GIVEN, reset: true });
    const cookie = cookieOf(await signIn('ann@example.org', adminPassword));
    expect(await statusOf(cookie, 'pool.list')).toBe(200);
    await world.db.prisma.user.update({ where: { email: 'ann@example.org' }, data: { role: 'viewer' } });
    await world.db.prisma.apiKey.updateMany({ data: { revokedAt: new Date() } });
    const reset = await start({ adminEmail, adminPassword: 'another-password', apiKey, reset: true });
    expect(reset).toMatchObject({ adminEmail: 'ann@example.org', adminPassword: 'another-password', apiKey });
    expect(await statusOf(cookie, 'pool.list')).toBe(401);
    expect((await signIn('ann@example.org', adminPassword)).status).toBe(401);
    const session = await signIn('ann@example.org', 'another-password');
    expect(await statusOf(cookieOf(session), 'thresholds.set', CHANGE)).toBe(200);
    expect(await keyWorks()).toBe(true);
    expect((await recorded()).slice(-2)).toEqual([
      'bootstrap.reset_admin user:ann@example.org',
      'bootstrap.reset_key key:first',
    ]);
  });
});

describe('bootstrap with nobody named', () => {
  it('keeps to the admin there is, under whatever address', async () => {
    await world.db.prisma.user.deleteMany();
    await start({ adminEmail: 'bea@example.org', adminPassword: 'a-password-of-her-own' });
    expect(await start()).toMatchObject({ adminEmail: 'bea@example.org', adminPassword: null });
    expect(await world.db.prisma.user.count()).toBe(1);
  });

  it('makes one where there is none', async () => {
    await world.db.prisma.user.deleteMany();
    expect(await start()).toMatchObject({
      adminEmail: 'admin@cull.local',
      adminPassword: expect.any(String),
    });
  });
});

describe('people', () => {
  it('cannot sign up, nor send themselves a link, nor raise their own role', async () => {
    const call = (path: string, body: unknown, cookie = '') =>
      fetch(`${world.url}/api/auth/${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: world.url, cookie },
        body: JSON.stringify(body),
      });
    const email = 'eve@example.org';
    const signUp = await call('sign-up/email', { email, password: 'long-enough-password', name: 'Eve' });
    expect(signUp.status).toBeGreaterThanOrEqual(400);
    await call('sign-in/magic-link', { email });
    expect(await world.db.prisma.user.count({ where: { email } })).toBe(0);

    const { signInUrl } = await start();
    await world.db.prisma.user.update({ where: { email: 'admin@cull.local' }, data: { role: 'viewer' } });
    const cookie = cookieOf(await fetch(signInUrl, { redirect: 'manual' }));
    await call('update-user', { role: 'admin' }, cookie);
    expect(await statusOf(cookie, 'pool.list')).toBe(200);
    expect(await statusOf(cookie, 'thresholds.set', CHANGE)).toBe(403);
  });
});
