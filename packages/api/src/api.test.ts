import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHttpWorld, type HttpWorld } from '../test/http-world';
import { aVariant } from '../test/world';
import type { AccessScope } from './access';

let world: HttpWorld;
let adminKey: string;
beforeAll(async () => {
  world = await createHttpWorld();
  adminKey = await world.newKey('admin');
});
afterAll(() => world.close());

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
  readonly message: string;
}

/** Calls a mutation as any program would, with a body as it is. */
async function post(procedure: string, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(`${world.url}/api/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}`, ...headers },
    body,
  });
  const text = await response.text();
  const { error } = JSON.parse(text);
  return { status: response.status, text, code: error?.data?.code, message: error?.message ?? '' };
}

describe('who may call what', () => {
  const calls: [AccessScope, (client: Awaited<ReturnType<HttpWorld['newClient']>>) => Promise<unknown>][] = [
    ['read', (client) => client.pool.list.query({})],
    ['orchestrate', (client) => client.variants.posted.mutate(aVariant())],
    ['ingest', (client) => client.metrics.ingest.mutate({ samples: [{}] })],
    [
      'control',
      (client) =>
        client.thresholds.set.mutate({ scope: { type: 'global' }, values: { minViews: 0 }, note: 'x' }),
    ],
  ];

  it.each(calls)('needs the scope %s, or admin', async (scope, call) => {
    for (const [granted] of calls) {
      const attempt = call(await world.newClient(granted));
      if (granted === scope) await attempt;
      else
        await expect(attempt).rejects.toMatchObject({
          data: { code: 'FORBIDDEN' },
          message: expect.stringContaining(scope),
        });
    }
    await call(await world.newClient('admin'));
  });

  it.each([
    ['no key', {}],
    ['an unknown key', { authorization: 'Bearer cull_unknown' }],
    ['another scheme', { authorization: 'Basic YTpi' }],
    ['an unknown session', { cookie: 'cull.session_token=made.up' }],
  ])('refuses %s', async (_, headers) => {
    const response = await fetch(`${world.url}/api/trpc/pool.list`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { data: { code: 'UNAUTHORIZED' } } });
  });

  it('refuses a key that was revoked or has expired', async () => {
    for (const change of [{ revokedAt: new Date() }, { expiresAt: new Date(Date.now() - 1) }]) {
      const client = await world.newClient('read');
      await client.pool.list.query({});
      await world.db.prisma.apiKey.updateMany({ where: { name: 'read' }, data: change });
      await expect(client.pool.list.query({})).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } });
      await world.db.prisma.apiKey.deleteMany({ where: { name: 'read' } });
    }
  });
});

describe('malformed calls', () => {
  const good = JSON.stringify(aVariant());
  it.each([
    ['a number beyond all numbers', good.replace('0.06', '1e999'), 'expectedEngagementRate'],
    ['an unknown field', good.replace('{', '{"expectedRate":1,'), 'expectedRate'],
    ['a text for a number', good.replace('0.06', '"0.06"'), 'expectedEngagementRate'],
    ['a null', good.replace('0.06', 'null'), 'expectedEngagementRate'],
    ['a list', '[1,2]', 'object'],
    ['NaN, which is no JSON', good.replace('0.06', 'NaN'), ''],
    ['half a body', good.slice(0, 20), ''],
    ['nothing', '', ''],
  ])('refuses %s, names the field, stores nothing and shows no stack', async (_, body, field) => {
    const stored = await world.db.prisma.variant.count();
    const { status, code, message, text } = await post('variants.posted', body);
    expect({ status, message, text }).toEqual({
      status: 400,
      message: expect.stringContaining(field),
      text: expect.not.stringMatching(/\bat .*\.(ts|js|mjs):\d+/),
    });
    expect(['BAD_REQUEST', 'PARSE_ERROR']).toContain(code);
    expect(await world.db.prisma.variant.count()).toBe(stored);
  });

  it('refuses a body above 5 MB, declared or not, and goes on answering', async () => {
    const tooMuch = JSON.stringify({ ...aVariant(), content: 'x'.repeat(5_100_000) });
    expect(await post('variants.posted', tooMuch)).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    const response = await fetch(`${world.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: tooMuch,
    });
    expect(response.status).toBe(413);
    expect((await post('variants.posted', JSON.stringify(aVariant()))).status).toBe(200);
  });

  it('does not know a procedure that is not there', async () => {
    expect(await post('variants.sold', '{}')).toMatchObject({ status: 404, code: 'NOT_FOUND' });
    expect((await fetch(`${world.url}/api/nothing`)).status).toBe(404);
  });

  it('survives a target that is no URL', async () => {
    const { port } = new URL(world.url);
    const status = await new Promise((resolve, reject) => {
      httpRequest({ host: '127.0.0.1', port, path: '//' }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(404);
  });

  it('logs what goes wrong in here, and does not tell', async () => {
    await world.db.pool.query('ALTER TABLE pool_memberships RENAME TO elsewhere');
    try {
      const response = await fetch(`${world.url}/api/trpc/pool.list`, {
        headers: { authorization: `Bearer ${adminKey}` },
      });
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(text).toContain('Something went wrong here');
      expect(text).not.toMatch(/pool_memberships|prisma|stack/i);
    } finally {
      await world.db.pool.query('ALTER TABLE elsewhere RENAME TO pool_memberships');
    }
  });
});

describe('calls from pages of another origin', () => {
  it.each([
    ['http://evil.example', 403],
    ['null', 403],
  ])('refuses a change from %s', async (origin, status) => {
    const response = await fetch(`${world.url}/api/trpc/monitoring.kill`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'cull.session_token=stolen', origin },
      body: JSON.stringify({ variantId: 'x', reason: 'y' }),
    });
    expect(response.status).toBe(status);
  });
});

describe('the client for orchestrators', () => {
  it('batches calls, and follows events as they come', async () => {
    const client = await world.newClient('admin');
    const variant = aVariant();
    const seen: { id: string; variantId: string | null }[] = [];
    const subscription = client.live.events.subscribe(
      {},
      { onData: ({ id, data }) => seen.push({ id, variantId: data.variantId }) },
    );
    try {
      const [posted, pool] = await Promise.all([
        client.variants.posted.mutate(variant),
        client.pool.list.query({ personaId: 'nobody' }),
      ]);
      expect(posted.created).toBe(true);
      expect(pool.items).toEqual([]);
      await vi.waitFor(() => expect(seen.map(({ variantId }) => variantId)).toContain(variant.variantId), {
        timeout: 5_000,
      });
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    } finally {
      subscription.unsubscribe();
    }
  });
});

describe('health and figures', () => {
  it('is alive and ready', async () => {
    expect(await (await fetch(`${world.url}/healthz`)).json()).toEqual({ alive: true });
    expect(await (await fetch(`${world.url}/readyz`)).json()).toMatchObject({
      ready: true,
      checks: [
        { name: 'database', ok: true },
        { name: 'queue', ok: true },
      ],
    });
  });

  it('counts calls by procedure and result, and open streams back to none', async () => {
    await post('variants.posted', '{}');
    const figures = async () => (await fetch(`${world.url}/metrics`)).text();
    expect(await figures()).toMatch(
      /^cull_api_call_seconds_count\{procedure="variants.posted",result="BAD_REQUEST"\} \d+$/m,
    );
    await vi.waitFor(async () => expect(await figures()).toMatch(/cull_api_open_streams\{.*\} 0/), {
      timeout: 5_000,
    });
  });

  it('leaves every other path alone', async () => {
    expect(await (await fetch(`${world.url}/variants/some`)).text()).toBe('not the API');
  });
});
