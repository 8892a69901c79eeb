import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createTestClient } from '../../test/client';
import { ADMIN_KEY, startTestServer, type TestServer } from '../../test/server';
import { aVariant } from '../../test/world';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('who is not let in', () => {
  it.each([
    ['no key', {}],
    ['an unknown key', { authorization: 'Bearer cull_unknown' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an unknown session', { cookie: 'cull.session_token=made.up' }],
  ])('%s', async (_, headers) => {
    const response = await fetch(`${server.url}/api/trpc/pool.list`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { data: { code: 'UNAUTHORIZED' } } });
  });

  it.each([
    ['was revoked', { revokedAt: new Date() }],
    ['has expired', { expiresAt: new Date(Date.now() - 1) }],
  ])('a key that %s', async (_, change) => {
    const apiKey = await server.keyFor('read');
    const client = createTestClient(server.url, apiKey);
    await client.pool.list.query({});
    const { id } = await server.db.prisma.apiKey.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
    await server.db.prisma.apiKey.update({ where: { id }, data: change });
    await expect(client.pool.list.query({})).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
  });

  it('a key that was revoked among many calls of the same moment, from the first call on', async () => {
    const [leaked, good] = [await server.keyFor('read'), await server.keyFor('read')];
    const statusWith = async (key: string) =>
      (await server.call('pool.list', {}, { key, method: 'GET' })).status;
    const statuses = (key: string) => Promise.all(Array.from({ length: 20 }, () => statusWith(key)));
    let isOver = false;
    const others = Promise.all(
      Array.from({ length: 10 }, async () => {
        const seen = new Set<number>();
        while (!isOver) seen.add(await statusWith(good));
        return [...seen];
      }),
    );
    expect(new Set(await statuses(leaked))).toEqual(new Set([200]));
    // As another process would: this one isn't notified.
    await server.db.pool.query('UPDATE api_keys SET revoked_at = now() WHERE prefix = $1', [leaked]);
    const [afterward] = await Promise.all([statuses(leaked), statuses(good)]);
    isOver = true;
    expect(new Set(afterward)).toEqual(new Set([401]));
    expect(await others).toEqual(Array.from({ length: 10 }, () => [200]));
  });

  it('a bad key next to a good session: what is shown first counts', async () => {
    const cookie = (await fetch(server.signInUrl, { redirect: 'manual' })).headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const list = `${server.url}/api/trpc/pool.list`;
    expect((await fetch(list, { headers: { cookie } })).status).toBe(200);
    expect((await fetch(list, { headers: { cookie, authorization: 'Basic YTpi' } })).status).toBe(401);
  });

  it.each(['http://evil.example', 'null'])('a change from a page of %s', async (origin) => {
    const response = await fetch(`${server.url}/api/trpc/monitoring.kill`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'cull.session_token=stolen', origin },
      body: JSON.stringify({ variantId: 'x', reason: 'y' }),
    });
    expect(response.status).toBe(403);
  });
});

it('what is refused is in the log with who and why, and no secret is', async () => {
  const key = await server.keyFor('read');
  const secrets = {
    key,
    unknown: 'cull_somebody-guessed-this',
    token: 'xoxb-bot-secret',
    cookie: 'a-stolen-cookie',
  };
  await server.call('system.pause', { scope: { type: 'global' }, reason: 'x' }, { key });
  await server.call('pool.list', {}, { key: secrets.unknown, method: 'GET' });
  await server.call('channels.createSlack', { name: 1, botToken: secrets.token, slackChannel: 'C1' });
  await fetch(`${server.url}/api/v1/pool`, { headers: { cookie: `cull.session_token=${secrets.cookie}` } });
  await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: 'admin@cull.local', password: 'a-wrong-password' }),
  });
  const log = server.logged.map((line) => JSON.parse(line));
  expect(log).toContainEqual(
    expect.objectContaining({
      msg: 'a call was refused',
      procedure: 'system.pause',
      code: 'FORBIDDEN',
      actor: expect.stringMatching(/^key:test-/),
      address: expect.stringContaining('127.0.0.1'),
    }),
  );
  expect(log).toContainEqual(expect.objectContaining({ code: 'UNAUTHORIZED', actor: null }));
  expect(log).toContainEqual(
    expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringContaining('name: ') }),
  );
  for (const secret of [...Object.values(secrets), ADMIN_KEY, 'a-wrong-password'])
    expect(server.logged.join('')).not.toContain(secret);
});

describe('malformed calls', () => {
  const good = JSON.stringify(aVariant());
  it.each([
    ['a number beyond all numbers', good.replace('0.06', '1e999'), 'expectedEngagementRate'],
    ['a text for a number', good.replace('0.06', '"0.06"'), 'expectedEngagementRate'],
    ['a null', good.replace('0.06', 'null'), 'expectedEngagementRate'],
    ['NaN, which is no JSON', good.replace('0.06', 'NaN'), ''],
    ['half a body', good.slice(0, 20), ''],
    ['nothing', '', ''],
  ])('%s: the field is named, nothing is stored, no stack is shown', async (_, body, field) => {
    const stored = await server.db.prisma.variant.count();
    const response = await server.call('variants.posted', body);
    const text = await response.text();
    expect(response.status).toBe(400);
    expect(JSON.parse(text).error.message).toContain(field);
    expect(text).not.toMatch(/\bat .*\.(ts|js|mjs):\d+/);
    expect(await server.db.prisma.variant.count()).toBe(stored);
  });

  it('a body above the limit, for calls and for sign-in; then all goes on', async () => {
    const tooMuch = JSON.stringify({ ...aVariant(), content: 'x'.repeat(5_100_000) });
    expect((await server.call('variants.posted', tooMuch)).status).toBe(413);
    const signIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: tooMuch,
    });
    expect(signIn.status).toBe(413);
    expect((await server.call('variants.posted', aVariant())).status).toBe(200);
  });

  it('a target that is no URL', async () => {
    const { port } = new URL(server.url);
    const status = await new Promise((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '//' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(400);
  });

  it('a procedure that is not there', async () => {
    expect((await server.call('variants.sold', {})).status).toBe(404);
  });
});

it('what goes wrong in here is not told to the caller', async () => {
  await server.db.pool.query('ALTER TABLE pool_memberships RENAME TO elsewhere');
  try {
    const response = await server.call('pool.list', {}, { method: 'GET' });
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(text).toContain('Something went wrong here');
    expect(text).not.toMatch(/pool_memberships|prisma|stack/i);
  } finally {
    await server.db.pool.query('ALTER TABLE elsewhere RENAME TO pool_memberships');
  }
});

it('the client batches calls, and follows live.events by their ids', async () => {
  const variant = aVariant();
  const seen: { id: string; variantId: string | null }[] = [];
  const subscription = server.client.live.events.subscribe(
    {},
    { onData: ({ id, data }) => seen.push({ id, variantId: data.variantId }) },
  );
  try {
    const [posted, pool] = await Promise.all([
      server.client.variants.posted.mutate(variant),
      server.client.pool.list.query({ personaId: 'nobody' }),
    ]);
    expect([posted.created, pool.items]).toEqual([true, []]);
    const variantIds = () => seen.map(({ variantId }) => variantId);
    await vi.waitFor(() => expect(variantIds()).toContain(variant.variantId), {
      timeout: 30_000,
      interval: 20,
    });
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
  } finally {
    subscription.unsubscribe();
  }
});

it('calls are counted by procedure and result', async () => {
  await server.call('variants.posted', {}, { key: ADMIN_KEY });
  expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(
    /^cull_api_call_seconds_count\{procedure="variants.posted",result="BAD_REQUEST"\} \d+$/m,
  );
});
