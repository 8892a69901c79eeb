import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';

const CLIENT_ID = 'cull';

/** What the provider says about the person who signs in. */
interface Claims {
  readonly sub: string;
  readonly email: string;
  readonly email_verified: boolean;
  readonly name?: string;
}

let issuer: OAuth2Server;
let server: TestServer;
let claims: Claims;
beforeAll(async () => {
  issuer = new OAuth2Server();
  await issuer.issuer.keys.generate('RS256');
  await issuer.start(0, '127.0.0.1');
  issuer.service.on('beforeTokenSigning', ({ payload }) => {
    Object.assign(payload, claims, { aud: CLIENT_ID });
  });
  const provider = { name: 'Acme', issuer: issuer.issuer.url ?? '', clientId: CLIENT_ID, clientSecret: 's' };
  server = await startTestServer({
    signInProvider: provider,
    limits: { ...DEFAULT_LIMITS, signInsPerMinute: 100 },
  });
});
afterEach(() => issuer.service.removeAllListeners('beforeResponse'));
afterAll(async () => {
  await server.close();
  await issuer.stop();
});

const startedSchema = z.object({ url: z.url() });

/** The cookies that an answer sets, as a browser sends them back. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function postTo({ url }: TestServer, path: string, body: unknown, cookie = ''): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, cookie },
    body: JSON.stringify(body),
  });
}

async function begin(at: TestServer) {
  const wanted = { provider: 'sso', callbackURL: '/', errorCallbackURL: '/sign-in' };
  const response = await postTo(at, '/api/auth/sign-in/social', wanted);
  const { url } = startedSchema.parse(await response.json());
  return { url, cookies: cookiesOf(response) };
}

/** As a browser goes: to Cull, to the provider, and back. */
async function signIn(as: Claims, change: (back: URL) => void = () => {}, at = server) {
  claims = as;
  const { url, cookies } = await begin(at);
  const atProvider = await fetch(url, { redirect: 'manual' });
  const back = new URL(atProvider.headers.get('location') ?? '');
  change(back);
  const answer = await fetch(back, { redirect: 'manual', headers: { cookie: cookies } });
  return { location: answer.headers.get('location') ?? '', cookies: cookiesOf(answer) };
}

async function roleOf(cookies: string, at = server): Promise<unknown> {
  const response = await fetch(`${at.url}/api/auth/get-session`, { headers: { cookie: cookies } });
  return z
    .object({ user: z.object({ role: z.string() }) })
    .nullable()
    .parse(await response.json())?.user.role;
}

const ANN = { sub: 'ann-at-acme', email: 'ann@example.org', email_verified: true, name: 'Ann' };

describe('sign-in with a provider', () => {
  it('refuses people without an invitation, and stores nothing of them', async () => {
    const { location, cookies } = await signIn(ANN);
    expect(new URL(location, server.url).pathname).toBe('/sign-in');
    expect(new URL(location, server.url).searchParams.get('error')).toBe('not_invited');
    expect(await roleOf(cookies)).toBeUndefined();
    expect(await server.db.prisma.user.count({ where: { email: ANN.email } })).toBe(0);
  });

  it('lets in who was invited, with the role of the invitation, once and from then on', async () => {
    await server.client.people.invite.mutate({ email: ANN.email, role: 'operator' });
    const first = await signIn(ANN);
    expect(first.location).toBe('/');
    expect(await roleOf(first.cookies)).toBe('operator');
    const { items } = await server.client.people.invitations.query();
    expect(items[0]).toMatchObject({ email: ANN.email, state: 'accepted' });
    const again = await signIn(ANN);
    expect(await roleOf(again.cookies)).toBe('operator');
    const { items: people } = await server.client.people.list.query();
    expect(people.filter(({ email }) => email === ANN.email)).toMatchObject([
      { name: 'Ann', signsInWith: ['sso'] },
    ]);
  });

  it('keeps nothing that could be used at the provider', async () => {
    const accounts = await server.db.prisma.account.findMany({ where: { providerId: 'sso' } });
    expect(accounts).toMatchObject([{ accessToken: null, refreshToken: null, idToken: null }]);
  });

  it('knows people again who came in with a password before, by their verified address', async () => {
    const email = 'both@example.org';
    const { link } = await server.client.people.invite.mutate({ email, role: 'viewer' });
    const token = new URL(link).searchParams.get('token');
    await fetch(`${server.url}/api/invitations/accept`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ token, name: 'Both', password: 'long enough to pass' }),
    });
    const { cookies } = await signIn({ sub: 'both', email: email.toUpperCase(), email_verified: true });
    expect(await roleOf(cookies)).toBe('viewer');
  });

  it('knows nobody by an address alone that the provider has given to somebody else', async () => {
    const { location, cookies } = await signIn({ ...ANN, sub: 'another-person-at-acme' });
    expect(location).toMatch(/\/sign-in\?error=/);
    expect(await roleOf(cookies)).toBeUndefined();
    expect(await roleOf((await signIn(ANN)).cookies)).toBe('operator');
  });

  it('refuses an address that the provider has not verified, invited or not', async () => {
    const email = 'unverified@example.org';
    await server.client.people.invite.mutate({ email, role: 'admin' });
    for (const who of [email, 'both@example.org']) {
      const { location, cookies } = await signIn({ sub: `new-${who}`, email: who, email_verified: false });
      expect(location).toMatch(/\/sign-in\?error=(email_not_verified|account_not_linked)/);
      expect(await roleOf(cookies)).toBeUndefined();
    }
    const { items } = await server.client.people.invitations.query();
    expect(items.find((invitation) => invitation.email === email)).toMatchObject({ state: 'open' });
  });

  it('lets in nobody by an answer that was not asked for', async () => {
    const forged = await signIn(ANN, (back) => back.searchParams.set('state', 'of-somebody-else'));
    expect(forged.location).toMatch(/\/sign-in\?error=/);
    expect(await roleOf(forged.cookies)).toBeUndefined();
    const refused = await signIn(ANN, (back) => {
      back.searchParams.delete('code');
      back.searchParams.set('error', 'access_denied');
    });
    expect(refused.location).toMatch(/\/sign-in\?error=access_denied/);
  });

  it('lets in nobody by a token that somebody else has signed', async () => {
    const other = new OAuth2Server();
    await other.issuer.keys.generate('RS256');
    other.issuer.url = issuer.issuer.url;
    const token = await other.issuer.buildToken({
      scopesOrTransform: (_, payload) => Object.assign(payload, ANN, { aud: CLIENT_ID }),
    });
    issuer.service.on('beforeResponse', ({ body }) => Object.assign(body, { id_token: token }));
    const { location, cookies } = await signIn(ANN);
    expect(location).toMatch(/\/sign-in\?error=/);
    expect(await roleOf(cookies)).toBeUndefined();
  });

  it('lets in nobody who was removed', async () => {
    const { items } = await server.client.people.list.query();
    const personId = items.find(({ email }) => email === ANN.email)?.personId ?? '';
    await server.client.people.remove.mutate({ personId });
    const { location } = await signIn(ANN);
    expect(location).toMatch(/\/sign-in\?error=not_invited/);
  });

  it('is in the audit trail', async () => {
    const { items } = await server.client.audit.list.query({ actor: `user:${ANN.email}` });
    expect(items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ action: 'sign_in', input: { method: 'sso' }, result: 'ok' }),
      ]),
    );
    const { items: refused } = await server.client.audit.list.query({ actor: 'nobody' });
    expect(refused[0]).toMatchObject({ action: 'sign_in', input: { method: 'sso' }, result: 'UNAUTHORIZED' });
  });
});

describe('where passwords are off', () => {
  let alone: TestServer;
  beforeAll(async () => {
    const provider = {
      name: 'Acme',
      issuer: issuer.issuer.url ?? '',
      clientId: CLIENT_ID,
      clientSecret: 's',
    };
    alone = await startTestServer({ signInProvider: provider, passwordSignIn: false });
  });
  afterAll(() => alone.close());

  it('nobody comes in with one, right or wrong, and nobody changes one', async () => {
    for (const password of ['a-long-password', 'a-wrong-password']) {
      const answer = await postTo(alone, '/api/auth/sign-in/email', { email: 'admin@cull.local', password });
      expect([answer.status, await answer.json()]).toEqual([
        403,
        { code: 'PASSWORDS_ARE_OFF', message: expect.stringContaining('Passwords are switched off') },
      ]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const cookie = cookiesOf(await fetch(alone.signInUrl, { redirect: 'manual' }));
    const values = { currentPassword: 'a-long-password', newPassword: 'another-long-one' };
    expect((await postTo(alone, '/api/auth/change-password', values, cookie)).status).toBe(403);
    // The link printed at the start is the way in for emergencies.
    const { status } = await fetch(`${alone.url}/api/trpc/people.list`, { headers: { cookie } });
    expect(status).toBe(200);
    const confirm = await fetch(`${alone.url}/api/session/confirm`, { headers: { cookie } });
    expect(await confirm.json()).toMatchObject({ by: 'sign_in' });
    const proof = { password: 'a-long-password' };
    expect((await postTo(alone, '/api/session/confirm', proof, cookie)).status).toBe(403);
  });

  it('an invitation is accepted by the provider alone, and waits for it', async () => {
    const { link } = await alone.client.people.invite.mutate({ email: ANN.email, role: 'viewer' });
    const token = new URL(link).searchParams.get('token');
    const values = { token, name: 'Ann', password: 'long enough to pass' };
    const refused = await postTo(alone, '/api/invitations/accept', values);
    expect([refused.status, await refused.text()]).toEqual([403, expect.stringContaining('Sign in with')]);
    const { items } = await alone.client.people.invitations.query();
    expect(items).toMatchObject([{ email: ANN.email, state: 'open' }]);
    expect(await roleOf((await signIn(ANN, () => {}, alone)).cookies, alone)).toBe('viewer');
  });
});

describe('an invitation', () => {
  const EVE = { sub: 'eve-at-acme', email: 'eve@example.org', email_verified: true, name: 'E'.repeat(5_000) };

  it('is used up only by the person that it makes, with a name of bearable length', async () => {
    await server.client.people.invite.mutate({ email: EVE.email, role: 'viewer' });
    const stateOf = async () =>
      (await server.client.people.invitations.query()).items.find(({ email }) => email === EVE.email)?.state;
    await server.db.pool.query(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no more people'; END $$;
       CREATE TRIGGER refuse BEFORE INSERT ON auth_users FOR EACH ROW EXECUTE FUNCTION refuse()`,
    );
    try {
      expect(await roleOf((await signIn(EVE)).cookies)).toBeUndefined();
      expect(await stateOf()).toBe('open');
    } finally {
      await server.db.pool.query('DROP TRIGGER refuse ON auth_users; DROP FUNCTION refuse');
    }
    expect(await roleOf((await signIn(EVE)).cookies)).toBe('viewer');
    expect(await stateOf()).toBe('accepted');
    const { name } = await server.db.prisma.user.findUniqueOrThrow({ where: { email: EVE.email } });
    expect(name).toHaveLength(100);
  });
});
