import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startTestServer, type TestServer } from '../test/server';
import { DEFAULT_LIMITS } from './limits/limits';

const CLIENT_ID = 'cull';

/** What the provider says of whoever signs in. */
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

async function begin() {
  const response = await fetch(`${server.url}/api/auth/sign-in/social`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ provider: 'sso', callbackURL: '/', errorCallbackURL: '/sign-in' }),
  });
  const { url } = startedSchema.parse(await response.json());
  return { url, cookies: cookiesOf(response) };
}

/** As a browser goes: to Cull, to the provider, and back. */
async function signIn(as: Claims, change: (back: URL) => void = () => {}) {
  claims = as;
  const { url, cookies } = await begin();
  const atProvider = await fetch(url, { redirect: 'manual' });
  const back = new URL(atProvider.headers.get('location') ?? '');
  change(back);
  const answer = await fetch(back, { redirect: 'manual', headers: { cookie: cookies } });
  return { location: answer.headers.get('location') ?? '', cookies: cookiesOf(answer) };
}

async function roleOf(cookies: string): Promise<unknown> {
  const response = await fetch(`${server.url}/api/auth/get-session`, { headers: { cookie: cookies } });
  return z
    .object({ user: z.object({ role: z.string() }) })
    .nullable()
    .parse(await response.json())?.user.role;
}

const ANN = { sub: 'ann-at-acme', email: 'ann@example.org', email_verified: true, name: 'Ann' };

describe('sign-in with a provider', () => {
  it('refuses whoever nobody has invited, and stores nothing of them', async () => {
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

  it('is told of in the audit trail', async () => {
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
