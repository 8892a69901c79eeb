import { afterEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';
import type { LimitOptions } from './limits';
import { createRateLimiter } from './rate-limiter';

const LIMITS: LimitOptions = {
  callsPerMinute: 6,
  anonymousCallsPerMinute: 4,
  signInsPerMinute: 3,
  signInsPerAccount: 100,
  trustedProxies: 1,
};

describe('a rate limiter', () => {
  it('allows a minute’s worth at once, then what has drained, and says how long to wait', () => {
    let now = 1_000;
    const limiter = createRateLimiter(60, () => now);
    expect(limiter.take('a', 59)).toBe(0);
    expect([limiter.take('a', 1), limiter.take('a', 1)]).toEqual([0, 1_000]);
    expect(limiter.take('b', 1)).toBe(0);
    now += 999;
    expect(limiter.take('a', 1)).toBe(1);
    now += 1;
    expect([limiter.wait('a'), limiter.take('a', 1), limiter.wait('a')]).toEqual([0, 0, 1_000]);
    now += 60_000;
    expect(limiter.take('a', 60)).toBe(0);
  });

  it('lets a batch beyond the limit through where nothing else was called', () => {
    const limiter = createRateLimiter(10, () => 0);
    expect([limiter.take('a', 50), limiter.take('a', 1)]).toEqual([0, 6_000]);
  });

  it('holds nobody back for longer because the clock was set back', () => {
    let now = 86_400_000;
    const limiter = createRateLimiter(1, () => now);
    limiter.take('a', 1);
    now = 0;
    expect([limiter.take('a', 1), limiter.take('a', 1)]).toEqual([0, 60_000]);
  });

  it('keeps to a bounded memory, whatever addresses callers make up', () => {
    const limiter = createRateLimiter(1, () => 0);
    limiter.take('first', 1);
    for (let caller = 0; caller < 10_000; caller += 1) limiter.take(String(caller), 1);
    expect([limiter.wait('first'), limiter.wait('9999')]).toEqual([0, 60_000]);
  });
});

describe('the API', () => {
  let server: TestServer;
  let now = Date.now();
  const start = async () => {
    server = await startTestServer({ limits: LIMITS, now: () => now });
  };
  afterEach(() => server.close());

  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
  async function statusesOf(times: number, ask: () => Promise<Response>): Promise<number[]> {
    const statuses: number[] = [];
    for (let time = 0; time < times; time += 1) statuses.push((await ask()).status);
    return statuses;
  }

  it('holds back a key in the shape of either face, and lets it go on after `retry-after`', async () => {
    await start();
    const key = bearer(await server.keyFor('read'));
    expect(await statusesOf(6, () => get('/api/v1/pool', key))).toEqual(Array(6).fill(200));
    const rest = await get('/api/v1/pool', key);
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([429, '10']);
    const message = 'too many calls; try again in 10 s';
    expect(await rest.json()).toEqual({ error: { code: 'TOO_MANY_REQUESTS', message } });
    const trpc = await get('/api/trpc/pool.list?input=%7B%7D', key);
    expect([trpc.status, trpc.headers.get('retry-after')]).toEqual([429, '10']);
    expect(await trpc.json()).toMatchObject({ error: { message, data: { code: 'TOO_MANY_REQUESTS' } } });

    expect((await get('/api/v1/pool', bearer(await server.keyFor('read')))).status).toBe(200);
    now += 10_000;
    expect(await statusesOf(2, () => get('/api/v1/pool', key))).toEqual([200, 429]);
    expect(await (await get('/metrics')).text()).toContain('cull_api_refused_total{limit="calls"} 3');
  });

  it('counts a batch by its calls', async () => {
    await start();
    const key = bearer(await server.keyFor('read'));
    const batch =
      '/api/trpc/pool.list,pool.list,pool.list?batch=1&input=%7B%220%22:%7B%7D,%221%22:%7B%7D,%222%22:%7B%7D%7D';
    expect(await statusesOf(3, () => get(batch, key))).toEqual([200, 200, 429]);
  });

  it('holds back an address that shows bad keys or none, but not who is good there', async () => {
    await start();
    const good = bearer(await server.keyFor('read'));
    expect((await get('/api/v1/pool', good)).status).toBe(200);
    const shown = [{}, bearer('cull_guess'), { cookie: 'cull.session_token=forged.x' }, bearer('cull_other')];
    for (const headers of shown) expect((await get('/api/v1/pool', headers)).status).toBe(401);
    for (const headers of shown) expect((await get('/api/v1/pool', headers)).status).toBe(429);
    expect((await get('/api/v1/pool', good)).status).toBe(200);
    // Where there is a proxy, the address is the one that it names: others are not affected.
    expect((await get('/api/v1/pool', { 'x-forwarded-for': '192.0.2.7' })).status).toBe(401);
    now += 15_000;
    expect(await statusesOf(2, () => get('/api/v1/pool'))).toEqual([401, 429]);
  });

  it('does not let a revoked key profit from having been good', async () => {
    await start();
    const key = await server.keyFor('read');
    expect((await get('/api/v1/pool', bearer(key))).status).toBe(200);
    await server.db.prisma.apiKey.updateMany({ data: { revokedAt: new Date() } });
    expect(await statusesOf(5, () => get('/api/v1/pool', bearer(key)))).toEqual([401, 401, 401, 401, 429]);
  });

  it('is strict with attempts to sign in, right or wrong, whatever the caller says of their address', async () => {
    await start();
    const signIn = (password: string, headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: server.url, ...headers },
        body: JSON.stringify({ email: 'admin@cull.local', password }),
      });
    expect(await statusesOf(3, () => signIn('a-wrong-password'))).toEqual([401, 401, 401]);
    const refused = await signIn('a-long-password', { 'x-cull-client-address': '192.0.2.9' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '20']);
    const message = 'too many attempts to sign in; try again in 20 s';
    expect(await refused.json()).toEqual({ code: 'TOO_MANY_REQUESTS', message });
    now += 20_000;
    expect((await signIn('a-long-password')).status).toBe(200);
  });
});

it('warns once where the trusted proxies don’t fit what arrives', async () => {
  const server = await startTestServer();
  try {
    for (const address of ['192.0.2.7', '192.0.2.8'])
      await fetch(`${server.url}/api/v1/pool`, { headers: { 'x-forwarded-for': address } });
    const warnings = server.logged.filter((line) => line.includes('TRUSTED_PROXIES is 0'));
    expect(warnings).toHaveLength(1);
  } finally {
    await server.close();
  }
});
