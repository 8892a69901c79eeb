import type { PolicyLayer, ScopeType } from '@cull/core';
import type { Queryable } from './database';
import { acceptedPolicyValuesSchema } from './policy-values';

/** Overrides that changed since a worker last asked. */
export interface PolicyChanges {
  /** In force; `cleared` ones are to be forgotten. */
  readonly layers: readonly PolicyLayer[];
  readonly cleared: readonly Pick<PolicyLayer, 'scopeType' | 'scopeId'>[];
  /** What to ask with next time. */
  readonly cursor: number;
}

/**
 * Reads overrides: all of them without a cursor, else those set or cleared since. See `readShard` for the cursor.
 * @throws ZodError when a stored policy is not one: better to stop than to kill by a policy that nobody wrote.
 */
export async function readPolicies(db: Queryable, cursor: number | null): Promise<PolicyChanges> {
  const snapshot = await db.query<{ xmin: number }>(
    'SELECT (pg_snapshot_xmin(pg_current_snapshot())::text)::bigint AS xmin',
  );
  const { rows } = await db.query<PolicyRow>(
    `SELECT scope_type, scope_id, "values", version, expires_at, cleared_at FROM policies WHERE changed_xid >= $1`,
    [cursor ?? 0],
  );
  return {
    layers: rows.filter((row) => row.cleared_at === null).map(toLayer),
    cleared: rows
      .filter((row) => row.cleared_at !== null)
      .map((row) => ({ scopeType: row.scope_type, scopeId: row.scope_id })),
    cursor: snapshot.rows[0]?.xmin ?? 0,
  };
}

interface PolicyRow {
  scope_type: ScopeType;
  scope_id: string;
  values: unknown;
  version: number;
  expires_at: number | null;
  cleared_at: number | null;
}

function toLayer(row: PolicyRow): PolicyLayer {
  return {
    scopeType: row.scope_type,
    scopeId: row.scope_id,
    values: acceptedPolicyValuesSchema.parse(row.values),
    version: row.version,
    expiresAt: row.expires_at,
  };
}
