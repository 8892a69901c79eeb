import { hash, randomBytes, randomUUID } from 'node:crypto';
import { type Database, toTimestamp } from '../system/database';

export interface NewApiKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date | null;
  /** Who makes it: `user:<email>`, `key:<name>` or `bootstrap`. */
  readonly createdBy: string;
  /** What it is narrowed to; nothing where it is left out. */
  readonly reach?: KeyReach;
}

/** What a key is narrowed to; an empty list narrows nothing. */
export interface KeyReach {
  readonly personaIds: readonly string[];
  /** As `sourceOf` names them. */
  readonly sources: readonly string[];
}

export const EVERYTHING: KeyReach = { personaIds: [], sources: [] };

/** A key that was presented and is good. */
export interface VerifiedApiKey extends KeyReach {
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

/**
 * Stores a key, as its hash alone; storing the same key again renews its name, scopes, expiry, maker and reach.
 * @returns Its id.
 */
export async function storeApiKey(
  { prisma }: { readonly prisma: Pick<Database['prisma'], 'apiKey'> },
  key: string,
  { name, scopes, expiresAt, createdBy, reach = EVERYTHING }: NewApiKey,
): Promise<string> {
  const narrowed = { personaIds: [...reach.personaIds], sources: [...reach.sources] };
  const values = { name, scopes: [...scopes], expiresAt, revokedAt: null, createdBy, ...narrowed };
  const { id } = await prisma.apiKey.upsert({
    where: { hash: hashOf(key) },
    create: { id: randomUUID(), prefix: key.slice(0, SHOWN_CHARACTERS), hash: hashOf(key), ...values },
    update: values,
  });
  return id;
}

/** All keys, newest first; those that are expired or revoked stay for the record. */
export function listApiKeys({ prisma }: Database) {
  return prisma.apiKey.findMany({
    omit: { hash: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  });
}

export async function readApiKey({ prisma }: Database, id: string) {
  return prisma.apiKey.findUnique({ where: { id }, omit: { hash: true } });
}

/**
 * Revokes a key immediately.
 * @returns False where it is unknown, expired or revoked already.
 */
export async function revokeApiKey({ prisma }: Database, id: string, now: number): Promise<boolean> {
  const { count } = await prisma.apiKey.updateMany({
    where: { id, ...inForce(now) },
    data: { revokedAt: new Date(now) },
  });
  return count === 1;
}

/**
 * Replaces an active key by a new one with its name, scopes and reach; the old one works until `oldUntil`, or until
 * its own expiry where that comes first.
 * @returns The new key and its id; null where the old one is unknown, expired or revoked.
 */
export async function rotateApiKey(
  { prisma }: Database,
  id: string,
  {
    oldUntil,
    expiresAt,
    createdBy,
    now,
  }: {
    readonly oldUntil: number;
    readonly expiresAt: Date | null;
    readonly createdBy: string;
    readonly now: number;
  },
): Promise<{ readonly id: string; readonly key: string } | null> {
  return prisma.$transaction(async (transaction) => {
    const old = await transaction.apiKey.findFirst({ where: { id, ...inForce(now) } });
    if (old === null) return null;
    await transaction.apiKey.updateMany({
      where: { id, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(oldUntil) } }] },
      data: { expiresAt: new Date(oldUntil) },
    });
    const key = generateApiKey();
    const made = await storeApiKey({ prisma: transaction }, key, {
      name: old.name,
      scopes: old.scopes,
      expiresAt,
      createdBy,
      reach: old,
    });
    await transaction.apiKey.update({ where: { id }, data: { replacedBy: made } });
    return { id: made, key };
  });
}

/** Returns how this very key stands; null for one that was never stored. */
export async function keyStanding(
  { prisma }: Database,
  key: string,
  now: number,
): Promise<'in_force' | 'ended' | null> {
  const hash = hashOf(key);
  if ((await prisma.apiKey.count({ where: { hash } })) === 0) return null;
  return (await prisma.apiKey.count({ where: { hash, ...inForce(now) } })) === 1 ? 'in_force' : 'ended';
}

/** Whether a key with this scope is active. */
export async function hasApiKey({ prisma }: Database, scope: string, now: number): Promise<boolean> {
  return (await prisma.apiKey.count({ where: { ...inForce(now), scopes: { has: scope } } })) > 0;
}

/**
 * The keys that were presented, in their order; null for one that is unknown, expired or revoked.
 * @param now Epoch milliseconds.
 */
export async function verifyApiKeys(
  { pool }: Pick<Database, 'pool'>,
  keys: readonly string[],
  now: number,
): Promise<readonly (VerifiedApiKey | null)[]> {
  const hashes = keys.map(hashOf);
  const { rows } = await pool.query<VerifiedApiKey & { hash: string; lastUsedAt: number | null }>(
    `SELECT id, name, scopes, persona_ids AS "personaIds", sources, hash, last_used_at AS "lastUsedAt" FROM api_keys
     WHERE hash = ANY($1) AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)`,
    [[...new Set(hashes)], toTimestamp(now)],
  );
  const unnoted = rows.filter(({ lastUsedAt }) => now - (lastUsedAt ?? 0) >= LAST_USED_EVERY_MS);
  if (unnoted.length > 0) {
    const ids = unnoted.map(({ id }) => id);
    await pool.query('UPDATE api_keys SET last_used_at = $2 WHERE id = ANY($1)', [ids, toTimestamp(now)]);
  }
  const good = new Map(rows.map(({ hash, lastUsedAt: _, ...key }) => [hash, key]));
  return hashes.map((hash) => good.get(hash) ?? null);
}

/** Of these keys, those that are active, with what they may do now. */
export function readKeysInForce({ prisma }: Database, ids: readonly string[], now: number) {
  return prisma.apiKey.findMany({
    where: { id: { in: [...ids] }, ...inForce(now) },
    select: { id: true, name: true, scopes: true },
  });
}

/** Neither revoked nor expired. */
function inForce(now: number) {
  return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] };
}

function hashOf(key: string): string {
  return hash('sha256', key, 'hex');
}
