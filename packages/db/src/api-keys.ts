import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from './database';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
}

/** A key that was presented and is good. */
export interface VerifiedApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
}

const SHOWN_CHARACTERS = 12;
/** The time of last use is for people: to the minute is close enough, and saves a write for each request. */
const LAST_USED_EVERY_MS = 60_000;

/** A new key that nobody can guess: 32 random bytes behind a prefix that scanners for leaked secrets can know. */
export function generateApiKey(): string {
  return `cull_${randomBytes(32).toString('base64url')}`;
}

/** Stores a key, as its hash alone; storing the same key again renews its name, scopes and expiry. */
export async function storeApiKey(
  { prisma }: Database,
  key: string,
  { name, scopes, expiresAt }: NewApiKey,
): Promise<void> {
  const values = { name, scopes: [...scopes], expiresAt, revokedAt: null };
  await prisma.apiKey.upsert({
    where: { hash: hashOf(key) },
    create: { id: randomUUID(), prefix: key.slice(0, SHOWN_CHARACTERS), hash: hashOf(key), ...values },
    update: values,
  });
}

/** Whether a key with this scope is in force. */
export async function hasApiKey({ prisma }: Database, scope: string, now: number): Promise<boolean> {
  const inForce = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] };
  return (await prisma.apiKey.count({ where: { ...inForce, scopes: { has: scope } } })) > 0;
}

/** The key that was presented; null for one that is unknown, expired or revoked. */
export async function verifyApiKey(
  { prisma }: Database,
  key: string,
  now: number,
): Promise<VerifiedApiKey | null> {
  const row = await prisma.apiKey.findUnique({ where: { hash: hashOf(key) } });
  if (row === null || row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt.getTime() <= now))
    return null;
  if (now - (row.lastUsedAt?.getTime() ?? 0) >= LAST_USED_EVERY_MS) {
    await prisma.apiKey.update({ where: { id: row.id }, data: { lastUsedAt: new Date(now) } });
  }
  return { id: row.id, name: row.name, scopes: row.scopes };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
