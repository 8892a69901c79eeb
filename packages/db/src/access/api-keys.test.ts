import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../../test/fixtures';
import type { Database } from '../system/database';
import { generateApiKey, hasApiKey, storeApiKey, verifyApiKeys } from './api-keys';

const NOW = Date.UTC(2026, 0, 1, 12);
let db: Database;
beforeAll(async () => {
  db = await openTestDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.apiKey.deleteMany();
});

const verify = async (key: string, now: number) => (await verifyApiKeys(db, [key], now))[0];
const values = { name: 'orchestrator', scopes: ['ingest', 'read'], expiresAt: null, createdBy: 'bootstrap' };

describe('an API key', () => {
  it('is 32 random bytes behind a prefix, and never the same twice', () => {
    const keys = Array.from({ length: 100 }, generateApiKey);
    expect(keys.every((key) => /^cull_[\w-]{43}$/.test(key))).toBe(true);
    expect(new Set(keys).size).toBe(100);
  });

  it('is known by its hash alone: the database does not have it', async () => {
    const key = generateApiKey();
    await storeApiKey(db, key, values);
    expect(await verify(key, NOW)).toMatchObject({
      name: 'orchestrator',
      scopes: ['ingest', 'read'],
    });
    const stored = await db.prisma.apiKey.findFirstOrThrow();
    expect(JSON.stringify(stored)).not.toContain(key);
    expect(key.startsWith(stored.prefix)).toBe(true);
  });

  it('is refused when it is unknown, cut short, expired from that very instant, or revoked', async () => {
    const key = generateApiKey();
    await storeApiKey(db, key, { ...values, expiresAt: new Date(NOW), createdBy: 'bootstrap' });
    expect(await verify(key, NOW - 1)).not.toBeNull();
    expect(await verify(key, NOW)).toBeNull();
    expect(await verify(key.slice(0, -1), NOW - 1)).toBeNull();
    expect(await verify(generateApiKey(), NOW - 1)).toBeNull();
    await db.prisma.apiKey.updateMany({ data: { revokedAt: new Date(NOW) } });
    expect(await verify(key, NOW - 1)).toBeNull();
  });

  it('is told from the others that were presented at the same moment', async () => {
    const [first, second] = [generateApiKey(), generateApiKey()];
    await storeApiKey(db, first, values);
    await storeApiKey(db, second, { ...values, name: 'reader' });
    const verified = await verifyApiKeys(db, [second, 'unknown', first, second], NOW);
    expect(verified.map((key) => key?.name)).toEqual(['reader', undefined, 'orchestrator', 'reader']);
  });

  it('notes its use to the minute, not at every call', async () => {
    const key = generateApiKey();
    await storeApiKey(db, key, values);
    for (const at of [NOW, NOW + 59_999]) await verify(key, at);
    expect((await db.prisma.apiKey.findFirstOrThrow()).lastUsedAt).toEqual(new Date(NOW));
    await verify(key, NOW + 60_000);
    expect((await db.prisma.apiKey.findFirstOrThrow()).lastUsedAt).toEqual(new Date(NOW + 60_000));
  });

  it('counts for a scope only while it is active and has that scope', async () => {
    expect(await hasApiKey(db, 'admin', NOW)).toBe(false);
    await storeApiKey(db, generateApiKey(), values);
    expect(await hasApiKey(db, 'admin', NOW)).toBe(false);
    expect(await hasApiKey(db, 'ingest', NOW)).toBe(true);
    const key = generateApiKey();
    await storeApiKey(db, key, {
      ...values,
      scopes: ['admin'],
      expiresAt: new Date(NOW),
      createdBy: 'bootstrap',
    });
    expect(await hasApiKey(db, 'admin', NOW)).toBe(false);
    // Storing it again renews it.
    await storeApiKey(db, key, { ...values, scopes: ['admin'] });
    expect(await hasApiKey(db, 'admin', NOW)).toBe(true);
    expect(await db.prisma.apiKey.count()).toBe(2);
  });
});
