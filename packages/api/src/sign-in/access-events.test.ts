import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { accept, invite, PASSWORD, personWith, post, signIn } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';

let server: TestServer;
let lines: string[] = [];
beforeAll(async () => {
  server = await startTestServer({ log: pino({}, { write: (line: string) => lines.push(line) }) });
});
beforeEach(() => {
  lines = [];
});
afterAll(() => server.close());

const events = () => lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'access');
const email = 'admin@cull.local';

it('reports who signs in, and who fails to', async () => {
  await signIn(server, email, 'a-wrong-password');
  await signIn(server, 'nobody@example.org', 'a-long-password');
  await signIn(server, email, 'a-long-password');
  await fetch(server.signInUrl, { redirect: 'manual' });
  await fetch(server.signInUrl, { redirect: 'manual' });
  expect(events()).toMatchObject([
    { type: 'sign_in_failed', email, method: 'password', address: '127.0.0.1' },
    { type: 'sign_in_failed', email: 'nobody@example.org', method: 'password' },
    { type: 'signed_in', email, method: 'password' },
    { type: 'signed_in', email, method: 'link' },
    { type: 'sign_in_failed', email: null, method: 'link' },
  ]);
});

it('puts on record who signs in and out, with the program', async () => {
  const { email: person, cookie } = await personWith(server, 'viewer');
  await post(server, '/api/auth/sign-out', {}, { cookie, 'user-agent': 'her-browser' });
  const { items } = await server.client.audit.list.query({ actor: person });
  expect(items.map(({ action, result }) => `${action} ${result}`)).toEqual([
    'sign_out ok',
    'sign_in ok',
    'accept_invitation ok',
  ]);
  expect(items[0]).toMatchObject({ target: `user:${person}`, userAgent: 'her-browser' });
  expect(items[1]?.userAgent).not.toBeNull();
});

it('reports an invitation that was accepted', async () => {
  const { token } = await invite(server, 'ann@example.org', 'viewer');
  await accept(server, token);
  expect(events()).toMatchObject([
    { type: 'invitation_accepted', email: 'ann@example.org', method: 'password', address: '127.0.0.1' },
    { type: 'signed_in', email: 'ann@example.org', method: 'password' },
  ]);
  expect(lines.join()).not.toContain(token);
  expect(lines.join()).not.toContain(PASSWORD);
});

it('logs what the sign-in library has to say, and no secrets with it', async () => {
  await signIn(server, email, 'a-wrong-password-to-look-for');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ part: 'auth', level: 40, msg: 'Invalid password' }),
  );
  expect(lines.join()).not.toContain('a-wrong-password-to-look-for');
});
