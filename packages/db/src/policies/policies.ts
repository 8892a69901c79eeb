import type { PolicyLayer, ScopeType } from '@cull/core';
import { type ChangeCursor, readChanges } from '../events/change-feed';
import type { Queryable } from '../system/database';
import { readPolicyValues } from './readable-values';

/** Overrides that changed since a worker last asked. */
export interface PolicyChanges {
  /** Active; `cleared` ones are to be forgotten. */
  readonly layers: readonly PolicyLayer[];
  readonly cleared: readonly Pick<PolicyLayer, 'scopeType' | 'scopeId'>[];
  /** Whether these are all active overrides, so the worker drops any others that it holds. */
  readonly isWhole: boolean;
  /** What to ask with next time. */
  readonly cursor: ChangeCursor;
}

/**
 * Reads overrides: all of them without a cursor, else those set or cleared since. What can't be read of one is named in its
 * layer, and keeps no other from being read.
 */
export async function readPolicies(db: Queryable, since: ChangeCursor | null): Promise<PolicyChanges> {
  const { rows, isWhole, cursor } = await readChanges<PolicyRow>(
    db,
    {
      table: 'policies',
      columns: 'scope_type, scope_id, "values", version, expires_at, cleared_at',
      part: 'true',
      values: [],
      whole: 'cleared_at IS NULL',
    },
    since,
  );
  return {
    layers: rows.filter((row) => row.cleared_at === null).map(toLayer),
    cleared: rows
      .filter((row) => row.cleared_at !== null)
      .map((row) => ({ scopeType: row.scope_type, scopeId: row.scope_id })),
    isWhole,
    cursor,
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
    version: row.version,
    ...readPolicyValues(row.values),
    expiresAt: row.expires_at,
  };
}
