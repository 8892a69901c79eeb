import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../../test/server';

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

  it('goes on beside the new one for a while when it is rotated', async () => {
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
