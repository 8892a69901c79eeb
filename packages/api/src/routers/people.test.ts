import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestClient } from '../../test/client';
import {
  accept,
  check,
  cookieOf,
  invite,
  PASSWORD,
  personWith,
  post,
  signIn,
  statusWith,
} from '../../test/people';
import { ADMIN_KEY, startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';

const DAY_MS = 86_400_000;
const NOBODY = '00000000-0000-4000-8000-000000000000';

let server: TestServer;
let later = 0;
beforeAll(async () => {
  server = await startTestServer({
    limits: {
      ...DEFAULT_LIMITS,
      signInsPerMinute: 1_000,
      signInsPerAccount: 1_000,
      anonymousCallsPerMinute: 1_000,
    },
    now: () => Date.now() + later,
  });
});
afterAll(() => server.close());

const people = () => server.client.people;
const admins = () => server.db.prisma.user.count({ where: { role: 'admin' } });
const firstAdmin = () => server.db.prisma.user.findFirstOrThrow({ where: { email: 'admin@cull.local' } });

describe('an invitation', () => {
  it('makes somebody one of the people with its role, and signs them in', async () => {
    const made = await people().invite.mutate({
      email: 'Ann@Example.org',
      role: 'operator',
      note: ' for June ',
    });
    expect(made).toMatchObject({
      email: 'ann@example.org',
      role: 'operator',
      note: 'for June',
      state: 'open',
    });
    expect(Date.parse(made.expiresAt) - Date.parse(made.createdAt)).toBe(7 * DAY_MS);
    expect(made.link).toMatch(new RegExp(`^${server.url}/invitation\\?token=[\\w-]{43}$`));
    const token = new URL(made.link).searchParams.get('token') ?? '';
    const stored = await server.db.prisma.invitation.findUniqueOrThrow({ where: { id: made.invitationId } });
    expect(JSON.stringify([stored, await people().invitations.query()])).not.toContain(token);

    const accepted = await accept(server, token, { name: ' Ann ' });
    expect([accepted.status, await accepted.json()]).toEqual([
      200,
      { email: 'ann@example.org', role: 'operator' },
    ]);
    const cookie = cookieOf(accepted);
    expect(await statusWith(server, cookie, 'pool.list')).toBe(200);
    expect(await statusWith(server, cookie, 'people.list')).toBe(403);
    expect((await signIn(server, 'ann@example.org', PASSWORD)).status).toBe(200);
    const { items } = await people().list.query();
    const ann = items.find(({ email }) => email === 'ann@example.org');
    expect(ann).toMatchObject({ name: 'Ann', role: 'operator', signsInWith: ['password'] });
    expect(Date.parse(ann?.lastSignInAt ?? '')).toBeGreaterThan(Date.parse(made.createdAt) - 60_000);
    const { items: invitations } = await people().invitations.query();
    expect(invitations[0]).toMatchObject({ state: 'accepted', acceptedAt: expect.any(String) });
  });

  it('can be looked at before it is accepted, as often as one likes', async () => {
    const { token } = await invite(server, 'looking@example.org', 'viewer');
    for (const _ of [1, 2]) {
      const looked = await check(server, token);
      expect([looked.status, await looked.json()]).toEqual([200, { isOpen: true }]);
    }
    expect((await check(server, '')).status).toBe(400);
    expect((await accept(server, token)).status).toBe(200);
  });

  it('is accepted once, by one of those who try at the same time', async () => {
    const { token } = await invite(server, 'race@example.org', 'viewer');
    const answers = await Promise.all(Array.from({ length: 8 }, () => accept(server, token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(404)]);
    expect(await server.db.prisma.user.count({ where: { email: 'race@example.org' } })).toBe(1);
  });

  it('is replaced by the next one for the same address, even when both are made at once', async () => {
    const first = await invite(server, 'twice@example.org', 'admin');
    const both = await Promise.all([
      invite(server, 'twice@example.org', 'viewer'),
      invite(server, 'twice@example.org', 'viewer'),
    ]);
    const statuses = [];
    for (const { token } of [first, ...both]) statuses.push((await accept(server, token)).status);
    expect(statuses.sort()).toEqual([200, 404, 404]);
    const { role } = await server.db.prisma.user.findUniqueOrThrow({ where: { email: 'twice@example.org' } });
    expect(role).toBe('viewer');
  });

  it('that was used, withdrawn, has expired or never was is refused in the same words', async () => {
    const used = await invite(server, 'used@example.org', 'viewer');
    await accept(server, used.token);
    const withdrawn = await invite(server, 'withdrawn@example.org', 'viewer');
    expect(await people().withdraw.mutate({ invitationId: withdrawn.invitationId })).toMatchObject({
      state: 'withdrawn',
    });
    const expired = await invite(server, 'expired@example.org', 'viewer');
    try {
      later = 7 * DAY_MS;
      const message = 'token: this invitation is unknown, used, withdrawn or expired; ask for a new one';
      for (const token of [used.token, withdrawn.token, expired.token, 'made-up', `${used.token}x`]) {
        for (const refused of [await accept(server, token), await check(server, token)]) {
          expect([refused.status, await refused.json()]).toEqual([
            404,
            { error: { code: 'NOT_FOUND', message } },
          ]);
        }
      }
      const { items } = await people().invitations.query();
      expect(items.find(({ email }) => email === 'expired@example.org')?.state).toBe('expired');
    } finally {
      later = 0;
    }
    expect(
      await server.db.prisma.user.count({
        where: { email: { in: ['withdrawn@example.org', 'expired@example.org'] } },
      }),
    ).toBe(0);
  });

  it.each([
    ['a short password', { password: 'too-short' }, 'password: needs at least 10 characters'],
    ['a password beyond all need', { password: 'x'.repeat(129) }, 'password: '],
    ['no name', { name: ' ' }, 'name: needs a name'],
    ['a long name', { name: 'x'.repeat(101) }, 'name: '],
    ['a role of their own choice', { role: 'admin' }, '"role"'],
    ['another address', { email: 'other@example.org' }, '"email"'],
    ['a token that is no text', { token: { $ne: null } }, 'token: '],
    ['a body beyond all need', { name: 'x'.repeat(20_000) }, ''],
  ])('with %s is refused, and stays open', async (_, values, says) => {
    const { token } = await invite(server, 'careful@example.org', 'viewer');
    const refused = await accept(server, token, values);
    expect([400, 413]).toContain(refused.status);
    expect(await refused.text()).toContain(says === '' ? '"error"' : JSON.stringify(says).slice(1, -1));
    expect((await people().invitations.query()).items[0]).toMatchObject({ state: 'open' });
  });

  it('is not accepted from a page of another origin, nor by GET', async () => {
    const { token } = await invite(server, 'foreign@example.org', 'viewer');
    const body = { token, name: 'Eve', password: PASSWORD };
    const origin = 'http://evil.example';
    expect((await post(server, '/api/invitations/accept', body, { origin })).status).toBe(403);
    expect((await fetch(`${server.url}/api/invitations/accept?token=${token}`)).status).toBe(405);
  });

  it('is refused for somebody who is there already, with bad input, and cannot be withdrawn twice', async () => {
    const refused = async (procedure: string, input: unknown) => (await server.call(procedure, input)).status;
    expect(await refused('people.invite', { email: 'ADMIN@cull.local', role: 'viewer' })).toBe(409);
    expect(await refused('people.invite', { email: 'no address', role: 'viewer' })).toBe(400);
    expect(await refused('people.invite', { email: 'a@example.org', role: 'owner' })).toBe(400);
    expect(
      await refused('people.invite', { email: 'a@example.org', role: 'viewer', scopes: ['admin'] }),
    ).toBe(400);
    expect(
      await refused('people.invite', { email: 'a@example.org', role: 'viewer', note: 'x'.repeat(501) }),
    ).toBe(400);
    const { invitationId } = await invite(server, 'soon@example.org', 'viewer');
    expect(await refused('people.withdraw', { invitationId })).toBe(200);
    expect(await refused('people.withdraw', { invitationId })).toBe(409);
    expect(await refused('people.withdraw', { invitationId: NOBODY })).toBe(404);
  });
});

describe('a person', () => {
  it('has what their role allows from the next call on, and nothing once they are removed', async () => {
    const { personId, cookie, email } = await personWith(server, 'viewer');
    expect(await statusWith(server, cookie, 'people.list')).toBe(403);
    await people().setRole.mutate({ personId, role: 'admin' });
    expect(await statusWith(server, cookie, 'people.list')).toBe(200);
    await people().setRole.mutate({ personId, role: 'viewer' });
    expect(await statusWith(server, cookie, 'people.list')).toBe(403);
    await people().remove.mutate({ personId });
    expect(await statusWith(server, cookie, 'pool.list')).toBe(401);
    expect((await signIn(server, email, PASSWORD)).status).toBe(401);
    expect((await server.call('people.remove', { personId })).status).toBe(404);
    expect((await server.call('people.setRole', { personId, role: 'viewer' })).status).toBe(404);
  });

  it('who is the last admin is neither demoted nor removed', async () => {
    const { id: personId } = await firstAdmin();
    for (const [procedure, input] of [
      ['people.remove', { personId }],
      ['people.setRole', { personId, role: 'operator' }],
    ] as const) {
      const refused = await server.call(procedure, input);
      expect([refused.status, await refused.text()]).toEqual([
        409,
        expect.stringContaining('is the last admin'),
      ]);
    }
    expect((await server.call('people.setRole', { personId, role: 'admin' })).status).toBe(200);
    expect(await admins()).toBe(1);
  });

  it('who is an admin can be removed by another one, but not all at once', async () => {
    await Promise.all(Array.from({ length: 3 }, () => personWith(server, 'admin')));
    const { items } = await people().list.query();
    const everyAdmin = items.filter(({ role }) => role === 'admin');
    const answers = await Promise.all(
      everyAdmin.map(({ personId }, index) =>
        index % 2 === 0
          ? server.call('people.remove', { personId })
          : server.call('people.setRole', { personId, role: 'viewer' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 409]);
    expect(await admins()).toBe(1);
  });

  it('changes their own password, which ends their other sessions', async () => {
    const { email, cookie } = await personWith(server, 'viewer');
    const other = cookieOf(await signIn(server, email, PASSWORD));
    const change = (values: Record<string, unknown>, headers = { cookie }) =>
      post(server, '/api/auth/change-password', values, headers);
    const newPassword = 'another-long-password';
    expect((await change({ currentPassword: 'wrong-password', newPassword })).status).toBe(400);
    expect((await change({ currentPassword: PASSWORD, newPassword: 'short' })).status).toBe(400);
    expect((await change({ currentPassword: PASSWORD, newPassword }, { cookie: '' })).status).toBe(401);
    const changed = await change({ currentPassword: PASSWORD, newPassword, revokeOtherSessions: false });
    expect(changed.status).toBe(200);
    expect(await statusWith(server, other, 'pool.list')).toBe(401);
    expect(await statusWith(server, cookieOf(changed), 'pool.list')).toBe(200);
    expect((await signIn(server, email, PASSWORD)).status).toBe(401);
    expect((await signIn(server, email, newPassword)).status).toBe(200);
  });

  it('comes in by invitation alone, and gives themselves no role', async () => {
    const before = await server.db.prisma.user.count();
    const body = { email: 'eve@example.org', password: PASSWORD, name: 'Eve', role: 'admin' };
    expect((await post(server, '/api/auth/sign-up/email', body)).status).toBe(404);
    expect(await server.db.prisma.user.count()).toBe(before);
    const { cookie, personId } = await personWith(server, 'viewer');
    expect(
      (await post(server, '/api/auth/update-user', { role: 'admin', name: 'Eve' }, { cookie })).status,
    ).toBe(404);
    const { role } = await server.db.prisma.user.findUniqueOrThrow({ where: { id: personId } });
    expect(role).toBe('viewer');
  });

  it('is nobody with a cookie that was changed', async () => {
    const { cookie } = await personWith(server, 'admin');
    const [name = '', value = ''] = cookie.split('=');
    const [token = '', signature = ''] = decodeURIComponent(value).split('.');
    const forged = [
      `${token}x.${signature}`,
      `${token}.${signature.slice(2)}AA`,
      token,
      `${token}.`,
      `.${signature}`,
    ];
    for (const one of forged) {
      expect(await statusWith(server, `${name}=${encodeURIComponent(one)}`, 'pool.list')).toBe(401);
    }
    expect(await statusWith(server, cookie, 'pool.list')).toBe(200);
  });

  it('is listed, invited and removed by admins alone, with keys as well', async () => {
    const apiKey = await server.keyFor('read', 'ingest', 'orchestrate', 'control');
    const client = createTestClient(server.url, apiKey);
    await expect(client.people.list.query()).rejects.toThrow('needs the scope admin');
    expect((await server.call('people.list', undefined, { key: ADMIN_KEY, method: 'GET' })).status).toBe(200);
  });
});
