import { mergeValues, type PolicyValues, type ScopeType } from '@cull/core';
import type pg from 'pg';
import { appendEvents } from '../events/events';
import { type Database, inTransaction, type Queryable, toTimestamp } from '../system/database';
import { readPolicyValues } from './readable-values';

/** Where an override applies; the global scope has an empty id. */
export interface Scope {
  readonly scopeType: ScopeType;
  readonly scopeId: string;
}

export interface OverrideChange {
  readonly scope: Scope;
  readonly author: string;
  readonly note: string;
  /** The version that the author saw; another one in the meantime is a conflict. Undefined: whatever it is. */
  readonly expectedVersion?: number | undefined;
  readonly now: number;
}

export type OverrideResult =
  | { readonly ok: true; readonly version: number }
  /** The scope has moved on since the author looked. */
  | { readonly ok: false; readonly code: 'stale'; readonly currentVersion: number }
  /** The scope has no active override that could be cleared. */
  | { readonly ok: false; readonly code: 'nothing_to_clear' }
  /** The scope never had this version. */
  | { readonly ok: false; readonly code: 'unknown_version' }
  /** Values of that version can't be read, so nobody knows what would come back. */
  | { readonly ok: false; readonly code: 'unreadable_version' };

/** The values that a scope is to get. */
export interface NewOverride {
  readonly values: PolicyValues;
  /** Whether they take the place of all of the scope that are active, instead of being laid over it. */
  readonly replace: boolean;
  /** Epoch milliseconds; null for as long as nobody changes it. */
  readonly expiresAt: number | null;
}

/**
 * Gives a scope values, as a new version. What has expired or was cleared does not come back with it, nor what can't be read.
 * @param check Told the scope's values as they would become; throws to refuse them.
 */
export function setOverride(
  pool: pg.Pool,
  change: OverrideChange,
  { values, replace, expiresAt }: NewOverride,
  check: (merged: PolicyValues, db: Queryable) => Promise<void>,
): Promise<OverrideResult> {
  return changeOverride(pool, change, async (client, current) => {
    const merged = replace ? values : mergeValues(current.values, values);
    await check(merged, client);
    return writeValues(client, change, merged, expiresAt);
  });
}

/**
 * Gives a scope exactly the values that one of its versions had, as a new version; one that cleared it clears it again.
 * It holds until the version's own expiry, or where that is over, until somebody changes it.
 * @param check Told the scope's values as they would become; throws to refuse them.
 */
export function restoreOverride(
  pool: pg.Pool,
  change: OverrideChange,
  version: number,
  check: (values: PolicyValues, db: Queryable) => Promise<void>,
): Promise<OverrideResult> {
  return changeOverride(pool, change, async (client, current) => {
    const former = await readVersion(client, change.scope, version);
    if (former === null) return 'unknown_version';
    if (former.action === 'clear') return clearValues(client, change, current);
    if (former.unreadable !== undefined) return 'unreadable_version';
    await check(former.values, client);
    const isOver = former.expiresAt !== null && former.expiresAt <= change.now;
    return writeValues(client, change, former.values, isOver ? null : former.expiresAt);
  });
}

/** Takes a scope's override back; the values of the wider scopes hold again. */
export function clearOverride(pool: pg.Pool, change: OverrideChange): Promise<OverrideResult> {
  return changeOverride(pool, change, (client, current) => clearValues(client, change, current));
}

/** The active overrides, widest scope first. */
export function listOverrides({ prisma }: Database, now: number) {
  return prisma.policy.findMany({
    where: { clearedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] },
    orderBy: [{ scopeType: 'asc' }, { scopeId: 'asc' }],
  });
}

/** Every version of one scope's override, or of all, newest first. */
export function listOverrideHistory(
  { prisma }: Database,
  scope: Scope | undefined,
  before: number | undefined,
  limit: number,
) {
  return prisma.policyHistory.findMany({
    where: { ...scope, ...(before !== undefined && { version: { lt: before } }) },
    orderBy: { version: 'desc' },
    take: limit,
  });
}

/**
 * Of narrower scopes, those that stand for a variant that a wider scope stands for too: only there do the values of both
 * come together.
 */
export async function readMeetingScopes(
  db: Queryable,
  { scopeType, scopeId }: Scope,
  narrower: readonly Scope[],
): Promise<readonly Scope[]> {
  if (scopeType === 'global') return narrower;
  const { rows } = await db.query<Scope>(
    `SELECT n.type AS "scopeType", n.id AS "scopeId" FROM unnest($3::text[], $4::text[]) AS n(type, id)
     WHERE EXISTS (
       SELECT 1 FROM variants
       WHERE CASE $1 WHEN 'persona' THEN persona_id WHEN 'campaign' THEN campaign_id ELSE id END = $2
         AND CASE n.type WHEN 'persona' THEN persona_id WHEN 'campaign' THEN campaign_id ELSE id END = n.id)`,
    [scopeType, scopeId, narrower.map((scope) => scope.scopeType), narrower.map((scope) => scope.scopeId)],
  );
  return rows;
}

interface CurrentOverride {
  /** 0 where the scope never had an override. */
  readonly version: number;
  readonly inForce: boolean;
  /** None where nothing is active. */
  readonly values: PolicyValues;
}

function changeOverride(
  pool: pg.Pool,
  change: OverrideChange,
  write: (
    client: pg.PoolClient,
    current: CurrentOverride,
  ) => Promise<number | 'nothing_to_clear' | 'unknown_version' | 'unreadable_version'>,
): Promise<OverrideResult> {
  return inTransaction(pool, async (client): Promise<OverrideResult> => {
    // Two editors of one scope take turns, also where it has no row yet that could be locked.
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `policy ${scopeOf(change).join(' ')}`,
    ]);
    const current = await readCurrent(client, change.scope, change.now);
    if (!isExpected(change.expectedVersion, current)) {
      return { ok: false, code: 'stale', currentVersion: current.version };
    }
    const version = await write(client, current);
    if (typeof version !== 'number') return { ok: false, code: version };
    const { scope, note, author, now } = change;
    await appendEvents(client, [
      {
        at: now,
        type: 'policy.changed',
        ...(scope.scopeType === 'variant' && { variantId: scope.scopeId }),
        ...(scope.scopeType === 'persona' && { personaId: scope.scopeId }),
        data: { scope: { type: scope.scopeType, id: scope.scopeId }, version, author, note },
      },
    ]);
    return { ok: true, version };
  });
}

async function writeValues(
  client: pg.PoolClient,
  change: OverrideChange,
  values: PolicyValues,
  expiresAt: number | null,
): Promise<number> {
  const version = await writeHistory(client, change, 'set', values, expiresAt);
  await client.query(
    `INSERT INTO policies AS p (scope_type, scope_id, "values", version, author, note, expires_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (scope_type, scope_id) DO UPDATE SET "values" = excluded."values", version = excluded.version,
       author = excluded.author, note = excluded.note, expires_at = excluded.expires_at,
       updated_at = excluded.updated_at, cleared_at = NULL, changed_xid = (pg_current_xact_id()::text)::bigint`,
    [
      ...scopeOf(change),
      JSON.stringify(values),
      version,
      change.author,
      change.note,
      toTimestamp(expiresAt),
      toTimestamp(change.now),
    ],
  );
  return version;
}

async function clearValues(
  client: pg.PoolClient,
  change: OverrideChange,
  { inForce }: CurrentOverride,
): Promise<number | 'nothing_to_clear'> {
  if (!inForce) return 'nothing_to_clear';
  const version = await writeHistory(client, change, 'clear', {}, null);
  await client.query(
    `UPDATE policies SET "values" = '{}', version = $3, author = $4, note = $5, expires_at = NULL, updated_at = $6,
            cleared_at = $6, changed_xid = (pg_current_xact_id()::text)::bigint
     WHERE scope_type = $1::scope_type AND scope_id = $2`,
    [...scopeOf(change), version, change.author, change.note, toTimestamp(change.now)],
  );
  return version;
}

async function readVersion(
  db: Queryable,
  { scopeType, scopeId }: Scope,
  version: number,
): Promise<
  ({ action: 'set' | 'clear'; expiresAt: number | null } & ReturnType<typeof readPolicyValues>) | null
> {
  const { rows } = await db.query<{
    action: 'set' | 'clear';
    values: unknown;
    expiresAt: number | null;
  }>(
    `SELECT action, "values", expires_at AS "expiresAt" FROM policy_history
     WHERE scope_type = $1::scope_type AND scope_id = $2 AND version = $3`,
    [scopeType, scopeId, version],
  );
  const [row] = rows;
  return row === undefined ? null : { ...row, ...readPolicyValues(row.values) };
}

/** An author who saw no active override, and so expects version 0, is right about one that ended too. */
function isExpected(expected: number | undefined, { version, inForce }: CurrentOverride): boolean {
  return expected === undefined || expected === version || (expected === 0 && !inForce);
}

async function readCurrent(
  db: Queryable,
  { scopeType, scopeId }: Scope,
  now: number,
): Promise<CurrentOverride> {
  const { rows } = await db.query<{ version: number; inForce: boolean; values: unknown }>(
    `SELECT version, "values", cleared_at IS NULL AND (expires_at IS NULL OR expires_at > $3) AS "inForce"
     FROM policies WHERE scope_type = $1::scope_type AND scope_id = $2`,
    [scopeType, scopeId, toTimestamp(now)],
  );
  const [row] = rows;
  if (row === undefined) return { version: 0, inForce: false, values: {} };
  const { version, inForce } = row;
  return { version, inForce, values: inForce ? readPolicyValues(row.values).values : {} };
}

async function writeHistory(
  db: Queryable,
  change: OverrideChange,
  action: 'set' | 'clear',
  values: PolicyValues,
  expiresAt: number | null,
): Promise<number> {
  const { rows } = await db.query<{ version: number }>(
    `INSERT INTO policy_history (scope_type, scope_id, action, "values", author, note, expires_at, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING version`,
    [
      ...scopeOf(change),
      action,
      JSON.stringify(values),
      change.author,
      change.note,
      toTimestamp(expiresAt),
      toTimestamp(change.now),
    ],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('the policy history gave no version');
  return row.version;
}

function scopeOf({ scope }: OverrideChange): [string, string] {
  return [scope.scopeType, scope.scopeId];
}
