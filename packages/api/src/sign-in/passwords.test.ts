import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accept, cookieOf, invite, PASSWORD, personWith, post } from '../../test/people';
import { SECRET, startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';
import { bootstrap } from './bootstrap';
import { passwordProblem } from './passwords';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ limits: { ...DEFAULT_LIMITS, signInsPerMinute: 1_000 } });
});
afterAll(() => server.close());

it.each([
  ['password123', 'ann@example.org', 'most common'],
  ['QwertyUiop', 'ann@example.org', 'most common'],
  ['my-Cull-password', 'ann@example.org', '“cull”'],
  ['Annabel-2026', 'annabel@example.org', '“annabel”'],
])('%s of %s is too easy to guess', (password, email, why) => {
  expect(passwordProblem(password, email)).toContain(why);
});

it.each([
  ['a-password-of-her-own', 'her@example.org'],
  ['correct horse battery', 'ann@example.org'],
  ['quite another one', ''],
])('%s of %s is fine', (password, email) => {
  expect(passwordProblem(password, email)).toBeNull();
});

const EASY = ['password123', 'the-cull-board', 'person-mailbox-1'];

describe('a password that is easy to guess is refused, and the reason is told', () => {
  it.each(EASY)('where somebody changes theirs: %s', async (newPassword) => {
    const { cookie, email } = await personWith(server, 'viewer');
    const named = newPassword.replace('person-mailbox-1', `my-${email.split('@')[0]}`);
    const values = { currentPassword: PASSWORD, newPassword: named };
    const refused = await post(server, '/api/auth/change-password', values, { cookie });
    const message = expect.stringMatching(/^newPassword: (is on the list|contains “)/);
    expect([refused.status, await refused.json()]).toEqual([400, { code: 'PASSWORD_TOO_EASY', message }]);
  });

  it.each(EASY)('where somebody accepts an invitation, which stays open: %s', async (password) => {
    const { token } = await invite(server, 'mailbox@example.org', 'viewer');
    const refused = await accept(server, token, { password });
    expect([refused.status, await refused.text()]).toEqual([
      400,
      expect.stringMatching(/password: (is on the list|contains “)/),
    ]);
    expect((await accept(server, token)).status).toBe(200);
    const { id } = await server.db.prisma.user.findUniqueOrThrow({ where: { email: 'mailbox@example.org' } });
    await server.client.people.remove.mutate({ personId: id });
  });

  it.each([false, true])('where a start sets one (reset: %s)', async (reset) => {
    await server.db.prisma.user.deleteMany();
    const start = (adminPassword: string) =>
      bootstrap({
        databaseUrl: server.databaseUrl,
        secret: SECRET,
        baseUrl: server.url,
        adminEmail: 'annabel@example.org',
        adminPassword,
        reset,
      });
    if (reset) await start(PASSWORD);
    await expect(start('annabel-2026')).rejects.toThrow('CULL_ADMIN_PASSWORD contains “annabel”');
    await expect(start('password1234')).rejects.toThrow('CULL_ADMIN_PASSWORD is on the list');
    const changed = await post(server, '/api/auth/sign-in/email', {
      email: 'annabel@example.org',
      password: PASSWORD,
    });
    expect([changed.status, cookieOf(changed) !== '']).toEqual(reset ? [200, true] : [401, false]);
    // What is only remembered from an earlier start sets nothing, and stops nothing.
    if (!reset) await start(PASSWORD).then(() => expect(start('password1234')).resolves.toBeTruthy());
  });
});
