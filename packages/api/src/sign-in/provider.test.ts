import { createServer } from 'node:http';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, signIn } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';

const EMAIL = 'ann@example.org';
const providerAt = (issuer: string) => ({ name: 'Acme', issuer, clientId: 'cull', clientSecret: 'hush' });

/** What the audit trail has of sign-ins that were refused, newest first. */
async function refusals(server: TestServer) {
  const { items } = await server.client.audit.list.query({ actor: 'nobody' });
  return items.map(({ action, input, result }) => ({ action, input, result }));
}

describe('a provider that answers', () => {
  let issuer: OAuth2Server;
  let server: TestServer;
  beforeAll(async () => {
    issuer = new OAuth2Server();
    await issuer.issuer.keys.generate('RS256');
    await issuer.start(0, '127.0.0.1');
    server = await startTestServer({ signInProvider: providerAt(issuer.issuer.url ?? '') });
    await server.client.people.invite.mutate({ email: EMAIL, role: 'admin' });
  });
  afterAll(async () => {
    await server.close();
    await issuer.stop();
  });

  it('lets in nobody who merely holds one of its tokens', async () => {
    const claims = { sub: 'ann', email: EMAIL, email_verified: true, aud: 'cull', nonce: 'known' };
    const token = await issuer.issuer.buildToken({
      scopesOrTransform: (_, payload) => Object.assign(payload, claims),
    });
    for (const idToken of [{ token }, { token, nonce: 'known' }]) {
      const refused = await post(server, '/api/auth/sign-in/social', { provider: 'sso', idToken });
      expect([refused.status, refused.headers.getSetCookie()]).toEqual([400, []]);
    }
    expect(await server.db.prisma.user.count({ where: { email: EMAIL } })).toBe(0);
    expect(await server.db.prisma.invitation.count({ where: { acceptedAt: null } })).toBe(1);
  });

  it('has its refusals in the audit trail', async () => {
    await fetch(`${server.url}/api/auth/callback/sso?code=made-up&state=made-up`, { redirect: 'manual' });
    expect((await refusals(server))[0]).toEqual({
      action: 'sign_in',
      input: { method: 'sso' },
      result: 'UNAUTHORIZED',
    });
  });

  it('leaves nothing in the audit trail that a caller made up', async () => {
    const before = await refusals(server);
    const madeUp = 'password-'.repeat(300);
    const answer = await fetch(`${server.url}/api/auth/callback/${madeUp}?code=1&state=2`, {
      redirect: 'manual',
    });
    expect(answer.status).toBe(404);
    expect(await refusals(server)).toEqual(before);
  });
});

describe('a provider that does not answer', () => {
  it('keeps nobody from signing in with a password', async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const server = await startTestServer({ signInProvider: providerAt(`http://127.0.0.1:${port}`) });
    try {
      const signedIn = await signIn(server, 'admin@cull.local', 'a-long-password');
      expect(signedIn.status).toBe(200);
    } finally {
      silent.closeAllConnections();
      silent.close();
      await server.close();
    }
  });
});
