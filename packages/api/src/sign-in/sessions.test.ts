import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cookieOf, PASSWORD, personWith, post, signIn, statusWith } from '../../test/people';
import { startTestServer, type TestServer } from '../../test/server';
import { accessTable } from '../access/access-table';
import { DEFAULT_LIMITS } from '../limits/limits';
import { extendedEnd } from './sessions';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let server: TestServer;
let later = 0;
beforeAll(async () => {
  const limits = { ...DEFAULT_LIMITS, signInsPerMinute: 1_000 };
  server = await startTestServer({ limits, now: () => Date.now() + later });
});
beforeEach(() => {
  later = 0;
});
afterAll(() => server.close());

const sessionsOf = (userId: string) => server.db.prisma.session.findMany({ where: { userId } });

describe('a session', () => {
  it('ends after a day without use, and with use a week after the sign-in, which nothing moves', async () => {
    const { cookie, personId } = await personWith(server, 'viewer');
    const used = async (hours: number) => {
      later = hours * HOUR_MS;
      return statusWith(server, cookie, 'pool.list');
    };
    const answers: number[] = [];
    for (let hours = 0; hours <= 7 * 24; hours += 8) answers.push(await used(hours - 0.01));
    expect(answers).toEqual(Array(22).fill(200));
    expect(await used(7 * 24 + 0.01)).toBe(401);
    const [session] = await sessionsOf(personId);
    const lasts = (session?.expiresAt.getTime() ?? 0) - (session?.createdAt.getTime() ?? 0);
    expect(lasts).toBe(7 * 24 * HOUR_MS);

    later = 0;
    const idle = await personWith(server, 'viewer');
    later = 23.9 * HOUR_MS;
    expect(await statusWith(server, idle.cookie, 'pool.list')).toBe(200);
    later = (23.9 + 24.1) * HOUR_MS;
    expect(await statusWith(server, idle.cookie, 'pool.list')).toBe(401);
    expect(
      (await fetch(`${server.url}/api/session/confirm`, { headers: { cookie: idle.cookie } })).status,
    ).toBe(401);
  });

  it('is renewed hourly at most', () => {
    const began = new Date(0);
    const session = { createdAt: began, expiresAt: new Date(24 * HOUR_MS) };
    expect(extendedEnd(session, 59 * MINUTE_MS)).toBeNull();
    expect(extendedEnd(session, HOUR_MS)).toBe(25 * HOUR_MS);
    const last = { createdAt: began, expiresAt: new Date(7 * 24 * HOUR_MS) };
    expect(extendedEnd(last, 6.9 * 24 * HOUR_MS)).toBeNull();
  });
});

const confirm = (cookie: string, body: unknown) => post(server, '/api/session/confirm', body, { cookie });
const makeKey = (cookie: string) =>
  post(server, '/api/trpc/keys.create', { name: 'by-session', scopes: ['read'] }, { cookie });

describe('what gives access to others', () => {
  it('needs a session that was proven within 15 minutes, and says what is missing', async () => {
    const { cookie, email } = await personWith(server, 'admin');
    later = 14 * MINUTE_MS;
    expect((await makeKey(cookie)).status).toBe(200);
    later = 16 * MINUTE_MS;
    const refused = await makeKey(cookie);
    const { error } = await refused.json();
    expect([refused.status, error.data]).toEqual([
      403,
      expect.objectContaining({ code: 'FORBIDDEN', reason: 'confirmation_needed' }),
    ]);
    expect(error.message).toContain('Confirm that it’s you');
    expect(await server.db.prisma.apiKey.count({ where: { name: 'by-session' } })).toBe(1);
    expect(await (await fetch(`${server.url}/api/session/confirm`, { headers: { cookie } })).json()).toEqual({
      by: 'password',
      isConfirmed: false,
    });
    const wrong = await confirm(cookie, { password: 'not-the-password' });
    expect([wrong.status, await wrong.json()]).toEqual([
      403,
      { error: { code: 'FORBIDDEN', message: 'password: is not right' } },
    ]);
    expect((await makeKey(cookie)).status).toBe(403);
    expect((await confirm(cookie, { password: PASSWORD })).status).toBe(200);
    expect((await makeKey(cookie)).status).toBe(200);
    later = 32 * MINUTE_MS;
    expect((await makeKey(cookie)).status).toBe(403);
    expect((await makeKey(cookieOf(await signIn(server, email, PASSWORD)))).status).toBe(200);
    const entries = await server.db.prisma.auditEntry.findMany({
      where: { action: 'confirm', actor: `user:${email}` },
      orderBy: { id: 'asc' },
    });
    expect(entries.map(({ result }) => result)).toEqual(['UNAUTHORIZED', 'ok']);
  });

  it('is what the table says, for people and not for keys', async () => {
    const { cookie } = await personWith(server, 'admin');
    later = 16 * MINUTE_MS;
    const confirmed = accessTable().filter(({ isConfirmed }) => isConfirmed);
    expect(confirmed.map(({ procedure }) => procedure)).toEqual(
      expect.arrayContaining([
        'keys.create',
        'keys.rotate',
        'people.invite',
        'people.setRole',
        'people.remove',
      ]),
    );
    for (const { procedure, type } of accessTable()) {
      if (type !== 'mutation') continue;
      const answer = await post(server, `/api/trpc/${procedure}`, { unknownField: 1 }, { cookie });
      const isHeld = confirmed.some((one) => one.procedure === procedure);
      expect([procedure, answer.status]).toEqual([procedure, isHeld ? 403 : 400]);
      expect((await server.call(procedure, { unknownField: 1 })).status).toBe(400);
    }
  });

  it('can’t be confirmed by trying passwords out', async () => {
    const { cookie } = await personWith(server, 'admin');
    const statuses: number[] = [];
    for (let time = 0; time < 12; time += 1)
      statuses.push((await confirm(cookie, { password: `a-wrong-one-${time}` })).status);
    expect(statuses.slice(0, 9)).toEqual(Array(9).fill(403));
    expect(statuses.at(-1)).toBe(429);
    expect((await confirm(cookie, { password: PASSWORD })).status).toBe(429);
  });

  it('takes nothing but a signed-in person of this very page', async () => {
    const { cookie } = await personWith(server, 'viewer');
    expect((await confirm('', { password: PASSWORD })).status).toBe(401);
    expect((await confirm(cookie, { password: PASSWORD, sessionId: 'x' })).status).toBe(400);
    const foreign = { cookie, origin: 'https://elsewhere.example' };
    expect((await post(server, '/api/session/confirm', { password: PASSWORD }, foreign)).status).toBe(403);
  });
});
