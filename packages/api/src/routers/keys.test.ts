import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';
import { accessTable } from '../access/access-table';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const IN_A_DAY = () => new Date(Date.now() + 86_400_000).toISOString();
const NOBODY = '00000000-0000-4000-8000-000000000000';
const statusWith = async (key: string) => (await server.call('pool.list', {}, { key, method: 'GET' })).status;
const keys = () => server.client.keys;

describe('an API key', () => {
  it('is made with scopes and an expiry, works, and is shown only once', async () => {
    const expiresAt = IN_A_DAY();
    const made = await keys().create.mutate({
      name: ' orchestrator ',
      scopes: ['read', 'ingest'],
      expiresAt,
    });
    expect(made).toMatchObject({
      name: 'orchestrator',
      scopes: ['read', 'ingest'],
      state: 'in_force',
      expiresAt,
      revokedAt: null,
    });
    expect(made.key).toMatch(/^cull_[\w-]{43}$/);
    expect(await statusWith(made.key)).toBe(200);
    const refused = await server.call('system.pause', {}, { key: made.key });
    expect(refused.status).toBe(403);

    const { items } = await keys().list.query();
    const listed = items.find(({ keyId }) => keyId === made.keyId);
    expect(listed).toMatchObject({ name: 'orchestrator', prefix: made.key.slice(0, 12) });
    expect(listed?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(items)).not.toContain(made.key);
  });

  it('ends at once when it is revoked, and once alone', async () => {
    const { key, keyId } = await keys().create.mutate({ name: 'leaked', scopes: ['read'] });
    expect(await keys().revoke.mutate({ keyId })).toMatchObject({ state: 'revoked' });
    expect(await statusWith(key)).toBe(401);
    await expect(keys().revoke.mutate({ keyId })).rejects.toThrow('is expired or revoked already');
    await expect(keys().rotate.mutate({ keyId })).rejects.toThrow('is expired or revoked already');
  });

  it('goes on next to the new one for a while when it is rotated', async () => {
    const old = await keys().create.mutate({ name: 'rotated', scopes: ['read'] });
    const made = await keys().rotate.mutate({ keyId: old.keyId, graceSeconds: 600 });
    expect(made).toMatchObject({ name: 'rotated', scopes: ['read'], state: 'in_force', expiresAt: null });
    expect([await statusWith(old.key), await statusWith(made.key)]).toEqual([200, 200]);
    const { items } = await keys().list.query();
    const replaced = items.find(({ keyId }) => keyId === old.keyId);
    expect([replaced?.replacedBy, made.replacedBy]).toEqual([made.keyId, null]);
    const ends = Date.parse(replaced?.expiresAt ?? '');
    expect(Math.abs(ends - Date.now() - 600_000)).toBeLessThan(60_000);

    const last = await keys().rotate.mutate({ keyId: made.keyId, graceSeconds: 0 });
    expect([await statusWith(made.key), await statusWith(last.key)]).toEqual([401, 200]);
  });

  it.each([
    { name: 'no scope', change: { scopes: [] }, says: 'scopes' },
    { name: 'an unknown scope', change: { scopes: ['everything'] }, says: 'scopes' },
    { name: 'a scope twice', change: { scopes: ['read', 'read'] }, says: 'has a scope twice' },
    { name: 'no name', change: { name: '  ' }, says: 'name: needs a name' },
    { name: 'an expiry in the past', change: { expiresAt: '2020-01-01T00:00:00Z' }, says: 'is in the past' },
  ])('with $name is refused', async ({ change, says }) => {
    const refused = await server.call('keys.create', { name: 'x', scopes: ['read'], ...change });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(says)]);
  });

  it('that is unknown cannot be revoked or rotated', async () => {
    for (const procedure of ['keys.revoke', 'keys.rotate']) {
      const refused = await server.call(procedure, { keyId: NOBODY });
      expect([refused.status, await refused.text()]).toEqual([404, expect.stringContaining('is unknown')]);
    }
  });
});

describe('a key that is narrowed', () => {
  const variant = (variantId: string, personaId: string, source: 'push' | 'threads' = 'push') => ({
    variantId,
    personaId,
    postId: `post-of-${variantId}`,
    expectedEngagementRate: 0.1,
    source,
  });
  const sample = (variantId: string) => ({
    variantId,
    views: 10,
    interactions: 1,
    observedAt: new Date().toISOString(),
  });
  const SCOPES = ['read', 'ingest', 'orchestrate'] as const;
  const posting = { ofMaya: variant('of-maya', 'maya'), ofZoe: variant('of-zoe', 'zoe') };
  let key = '';
  const call = (procedure: string, input: unknown, method: 'GET' | 'POST' = 'POST') =>
    server.call(procedure, input, { key, method });
  const said = async (answer: Promise<Response>) => {
    const response = await answer;
    return [response.status, await response.text()] as const;
  };
  beforeAll(async () => {
    for (const one of Object.values(posting)) await server.client.variants.posted.mutate(one);
    await server.client.variants.posted.mutate(variant('polled-of-maya', 'maya', 'threads'));
    const made = await keys().create.mutate({
      name: 'maya-pusher',
      scopes: [...SCOPES],
      personaIds: ['maya'],
      sources: ['push'],
    });
    expect(made).toMatchObject({ createdBy: 'key:first', personaIds: ['maya'], sources: ['push'] });
    key = made.key;
  });

  const NOT_ZOE = 'personaId: key:maya-pusher is for maya and not for zoe';
  const NOT_POLLED = 'source: key:maya-pusher is for push and not for default';

  it('reads what is its own, and is told why not of the rest', async () => {
    expect((await call('monitoring.status', { variantId: 'of-maya' }, 'GET')).status).toBe(200);
    for (const procedure of ['monitoring.status', 'monitoring.explain', 'monitoring.variant']) {
      expect(await said(call(procedure, { variantId: 'of-zoe' }, 'GET'))).toEqual([
        403,
        expect.stringContaining(NOT_ZOE),
      ]);
      expect(await said(call(procedure, { variantId: 'polled-of-maya' }, 'GET'))).toEqual([
        403,
        expect.stringContaining(NOT_POLLED),
      ]);
    }
    const { monitoringId } = await server.client.monitoring.status.query({ variantId: 'of-zoe' });
    expect((await call('monitoring.curve', { monitoringId }, 'GET')).status).toBe(403);
  });

  it('is listed what is its own', async () => {
    for (const procedure of ['monitoring.list', 'pool.list']) {
      const { result } = await (await call(procedure, {}, 'GET')).json();
      const listed = result.data.items.map(({ variantId }: { variantId: string }) => variantId);
      expect([procedure, listed]).toEqual([procedure, ['of-maya']]);
    }
  });

  it('posts and pushes for its own, and takes over nobody else’s variant', async () => {
    expect((await call('variants.posted', posting.ofMaya)).status).toBe(200);
    expect(await said(call('variants.posted', posting.ofZoe))).toEqual([
      403,
      expect.stringContaining(NOT_ZOE),
    ]);
    const stolen = { ...posting.ofZoe, personaId: 'maya' };
    expect(await said(call('variants.posted', stolen))).toEqual([403, expect.stringContaining(NOT_ZOE)]);
    expect(await said(call('variants.posted', variant('new-polled', 'maya', 'threads')))).toEqual([
      403,
      expect.stringContaining(NOT_POLLED),
    ]);
    const many = await call('variants.postedMany', { variants: [posting.ofMaya, stolen] });
    expect((await many.json()).result.data.results).toMatchObject([
      { ok: true },
      { ok: false, index: 1, error: { code: 'FORBIDDEN', message: NOT_ZOE } },
    ]);
    const pushed = await call('metrics.ingest', { samples: [sample('of-maya'), sample('of-zoe')] });
    expect((await pushed.json()).result.data).toEqual({
      accepted: 1,
      rejected: [{ index: 1, reason: `forbidden: ${NOT_ZOE}` }],
    });
  });

  it('calls nothing that is not kept apart by personas and sources', async () => {
    for (const { procedure, type, keepsToReach, scopes } of accessTable()) {
      if (type === 'subscription' || keepsToReach || !SCOPES.some((scope) => scopes.includes(scope)))
        continue;
      const method = type === 'query' ? 'GET' : 'POST';
      expect(await said(call(procedure, {}, method))).toEqual([
        403,
        expect.stringContaining('is for maya, push alone'),
      ]);
    }
    const exported = await fetch(`${server.url}/api/decisions`, {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(exported.status).toBe(403);
  });

  it('stays narrowed when it is rotated', async () => {
    const old = await keys().create.mutate({ name: 'to-rotate', scopes: ['read'], personaIds: ['maya'] });
    const made = await keys().rotate.mutate({ keyId: old.keyId });
    expect(made).toMatchObject({ personaIds: ['maya'], sources: [], createdBy: 'key:first' });
    key = made.key;
    expect((await call('monitoring.status', { variantId: 'of-zoe' }, 'GET')).status).toBe(403);
  });

  it.each([
    [{ scopes: ['admin'], personaIds: ['maya'] }, "can't be narrowed"],
    [{ scopes: ['read', 'control'], sources: ['push'] }, "can't be narrowed"],
    [{ scopes: ['read'], personaIds: [] }, 'personaIds'],
    [{ scopes: ['read'], sources: [NOBODY] }, `sources: ${NOBODY} is not a known account`],
    [{ scopes: ['read'], sources: ['somewhere'] }, 'sources'],
  ])('is refused as %j', async (change, says) => {
    const refused = await server.call('keys.create', { name: 'x', ...change });
    expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining(says)]);
  });
});
