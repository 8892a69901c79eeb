import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';
import { DEFAULT_LIMITS } from '../limits/limits';

const EMAIL = 'admin@cull.local';
const PASSWORD = 'a-long-password';
const TRIES = 25;
const HOUR_MS = 3_600_000;

let server: TestServer;
let later = 0;
beforeAll(async () => {
  server = await startTestServer({
    limits: { ...DEFAULT_LIMITS, signInsPerMinute: 5, signInsPerAccount: 7, trustedProxies: 1 },
    now: () => Date.now() + later,
  });
});
// Each test finds all limits as they are at first.
beforeEach(() => {
  later += HOUR_MS;
});
afterAll(() => server.close());

type Headers = Readonly<Record<string, string>>;

/** Sends the target as it is: `fetch` would make it canonical. */
function send(path: string, headers: Headers, body: unknown, method = 'POST'): Promise<number> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const { hostname, port } = new URL(server.url);
  const always = { 'content-type': 'application/json', 'content-length': text.length, origin: server.url };
  return new Promise((resolve, reject) => {
    const options = { host: hostname, port, path, method, headers: { ...always, ...headers } };
    const request = httpRequest(options, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject);
    request.end(text);
  });
}

/** How many of 25 wrong passwords were judged: 401 says so. */
async function judged(path: string, headers: Headers = {}, email = EMAIL): Promise<number> {
  let count = 0;
  for (let time = 0; time < TRIES; time += 1) {
    const status = await send(path, headers, { email, password: `a-wrong-password-${time}` });
    if (status === 401) count += 1;
  }
  return count;
}

const signIn = (password: string, headers: Headers = {}, email = EMAIL) =>
  send('/api/auth/sign-in/email', headers, { email, password });

const from = (address: string): Headers => ({ 'x-forwarded-for': address });

const SPELLINGS = [
  '/api/auth/./sign-in/email',
  '/api/auth/x/../sign-in/email',
  '/api/auth/x/%2e%2e/sign-in/email',
  '/api/auth/x/.%2E/sign-in/email',
  '/api/auth/%2e/sign-in/email',
  '/api/auth/\\..\\sign-in/email',
  '/api/auth/x\\..\\sign-in/email',
  '/api/auth/sign-in/./email',
  '/api/auth//sign-in/email',
  '/api/auth/sign-in/email/',
  '/api/auth/%73ign-in/email',
  '/api/auth/sign-in%2Femail',
  '/api/x/../auth/sign-in/email',
  '//api/auth/sign-in/email',
  '/api/auth/sign-in/email#',
  '/API/auth/sign-in/email',
  'http://elsewhere/api/auth/sign-in/email',
];

const FORGED: readonly Headers[] = [
  { 'x-forwarded-proto': 'http://x/api/auth/sign-in/email?a=' },
  { 'x-forwarded-proto': 'http', host: 'x/api/auth/sign-in/email?a=' },
  { 'x-forwarded-host': 'x/api/auth/sign-in/email?a=' },
];

describe('wrong passwords', () => {
  it.each(SPELLINGS)('are not judged by way of %j, with a good key or none', async (path) => {
    const key = { authorization: `Bearer ${await server.keyFor('read')}` };
    expect((await fetch(`${server.url}/api/v1/pool`, { headers: key })).status).toBe(200);
    expect([await judged(path), await judged(path, key)]).toEqual([0, 0]);
  });

  it.each(FORGED)('are not judged by way of %j', async (headers) => {
    expect([await judged('/api/auth/ok', headers), await judged('/api/auth/get-session', headers)]).toEqual([
      0, 0,
    ]);
  });

  it('are counted where the caller has shown a good key', async () => {
    const key = { authorization: `Bearer ${await server.keyFor('read')}` };
    expect((await fetch(`${server.url}/api/v1/pool`, { headers: key })).status).toBe(200);
    expect(await judged('/api/auth/sign-in/email', key)).toBe(5);
  });

  it.each(['admin@cull.local', 'nobody@example.org'])(
    'for %s are counted from wherever they come, whether there is such a person or not',
    async (email) => {
      const statuses: number[] = [];
      for (let host = 1; host <= 9; host += 1)
        statuses.push(
          await signIn('a-wrong-password', from(`192.0.2.${host}`), host % 2 ? email : email.toUpperCase()),
        );
      expect(statuses).toEqual([...Array(7).fill(401), 429, 429]);
      const right = await signIn(PASSWORD, from('192.0.2.99'), email);
      expect(right).toBe(429);
      expect(await signIn('a-wrong-password', from('192.0.2.99'), 'somebody-else@example.org')).toBe(401);
      later += HOUR_MS;
    },
  );

  it('tried out elsewhere keep nobody out where they have signed in before', async () => {
    const home = from('198.51.100.7');
    expect(await signIn(PASSWORD, home)).toBe(200);
    for (let host = 1; host <= 9; host += 1) await signIn('a-wrong-password', from(`192.0.2.${host}`));
    expect(await signIn(PASSWORD, from('192.0.2.99'))).toBe(429);
    expect(await signIn(PASSWORD, home)).toBe(200);
    // And there they are counted by themselves.
    later += 60_000;
    const statuses: number[] = [];
    for (let minute = 0; minute < 9; minute += 1) {
      statuses.push(await signIn('a-wrong-password', home));
      later += 12_000;
    }
    expect(statuses.slice(0, 5)).toEqual(Array(5).fill(401));
    expect(statuses).toContain(429);
  });

  it('for a change of the password are counted for the person, from wherever they come', async () => {
    const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    });
    const cookie = signedIn.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const statuses: number[] = [];
    for (let host = 1; host <= 9; host += 1) {
      const body = { currentPassword: 'a-wrong-password', newPassword: 'another-long-password' };
      statuses.push(await send('/api/auth/change-password', { ...from(`203.0.113.${host}`), cookie }, body));
    }
    expect(statuses.at(-1)).toBe(429);
    expect(statuses.slice(0, 6)).toEqual(Array(6).fill(400));
  });
});

describe('what headers say about where Cull is', () => {
  it.each(['junk in it', 'http://', '%%%', 'https,http', '['])('breaks nothing: %j', async (junk) => {
    const headers = { 'x-forwarded-proto': junk, 'x-forwarded-host': junk, host: junk, forwarded: junk };
    const body = { email: EMAIL, password: PASSWORD };
    expect(await send('/api/auth/sign-in/email', headers, body)).toBe(200);
    expect(await send('/api/v1/pool', headers, undefined, 'GET')).toBe(401);
    expect(await send('/api/v1/variants', headers, {})).toBe(401);
    expect(server.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
  });
});

describe('what the sign-in library offers', () => {
  it.each([
    ['POST', '/api/auth/sign-in/magic-link'],
    ['POST', '/api/auth/sign-up/email'],
    ['POST', '/api/auth/verify-password'],
    ['POST', '/api/auth/update-user'],
    ['POST', '/api/auth/set-password'],
    ['POST', '/api/auth/delete-user'],
    ['POST', '/api/auth/request-password-reset'],
    ['POST', '/api/auth/reset-password'],
    ['POST', '/api/auth/change-email'],
    ['POST', '/api/auth/link-social'],
    ['GET', '/api/auth/list-accounts'],
    ['GET', '/api/auth/callback/another'],
    ['GET', '/api/auth/ok'],
    ['GET', '/api/auth/error'],
  ])('is not there where Cull has no use for it: %s %s', async (method, path) => {
    const rows = await server.db.prisma.verification.count();
    expect(await send(path, {}, method === 'GET' ? undefined : { email: EMAIL }, method)).toBe(404);
    expect(await server.db.prisma.verification.count()).toBe(rows);
  });

  it('takes one method', async () => {
    expect(await send('/api/auth/sign-in/email', {}, undefined, 'GET')).toBe(405);
    expect(await send('/api/auth/get-session', {}, {})).toBe(405);
  });
});

it('a sign-in link can’t be made from what is stored', async () => {
  const { signInUrl } = await server.bootstrapAgain();
  const token = new URL(signInUrl).searchParams.get('token') ?? '';
  const rows = await server.db.prisma.verification.findMany();
  expect(JSON.stringify(rows)).not.toContain(token);
  for (const { identifier } of rows) {
    const stored = identifier.replace('magic-link:', '');
    const answer = await fetch(`${server.url}/api/auth/magic-link/verify?token=${stored}`, {
      redirect: 'manual',
    });
    expect(answer.headers.getSetCookie().join()).not.toContain('session_token');
  }
  const answer = await fetch(signInUrl, { redirect: 'manual' });
  expect(answer.headers.getSetCookie().join()).toContain('session_token');
});

it('a path with bytes that no client sends is refused', async () => {
  const { port } = new URL(server.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.end('GET /api/auth/\u00fc HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 'latin1'),
    );
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.once('end', () => resolve(text));
    socket.once('error', reject);
  });
  expect(answer).toMatch(/^HTTP\/1.1 400/);
});

it('what goes wrong behind sign-in is in the log and told to nobody', async () => {
  await server.db.pool.query('ALTER TABLE auth_accounts RENAME TO elsewhere');
  try {
    const answer = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url },
      body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([500, { code: 'INTERNAL_SERVER_ERROR' }]);
  } finally {
    await server.db.pool.query('ALTER TABLE elsewhere RENAME TO auth_accounts');
  }
  const failures = server.logged.filter((line) => line.includes('a sign-in call failed'));
  expect(failures).toHaveLength(1);
  expect(failures.join()).not.toContain(PASSWORD);
});
