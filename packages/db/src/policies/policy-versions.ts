import type { PolicyLayer, PolicySubject, ScopeType } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';
import { readPolicyValues } from './readable-values';

/** A version of a scope's override, active from its own time to its expiry or the scope's next version. */
export interface PolicyVersion extends PolicyLayer {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly isCleared: boolean;
}

/**
 * Reads the versions of the overrides that reached a variant within a span: for each scope the one active at its beginning,
 * and all that came later.
 * @returns In the order that they were made.
 */
export async function readPolicyVersions(
  db: Queryable,
  { personaId, campaignId, variantId }: PolicySubject,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly PolicyVersion[]> {
  const { rows } = await db.query<VersionRow>(
    `SELECT h.* FROM (VALUES ('global', ''), ('persona', $1), ('campaign', $2), ('variant', $3)) AS s (type, id)
     CROSS JOIN LATERAL (
       (SELECT ${COLUMNS} FROM policy_history
        WHERE scope_type = s.type::scope_type AND scope_id = s.id AND at <= $4 ORDER BY version DESC LIMIT 1)
       UNION ALL
       (SELECT ${COLUMNS} FROM policy_history
        WHERE scope_type = s.type::scope_type AND scope_id = s.id AND at > $4 AND at <= $5)
     ) h ORDER BY h.version`,
    [personaId ?? null, campaignId ?? null, variantId ?? null, toTimestamp(from), toTimestamp(to)],
  );
  return rows.map(({ scope_type, scope_id, action, values, version, expires_at, at }) => ({
    scopeType: scope_type,
    scopeId: scope_id,
    ...readPolicyValues(values),
    version,
    expiresAt: expires_at,
    at,
    isCleared: action === 'clear',
  }));
}

const COLUMNS = 'scope_type, scope_id, action, "values", version, expires_at, at';

interface VersionRow {
  scope_type: ScopeType;
  scope_id: string;
  action: 'set' | 'clear';
  values: unknown;
  version: number;
  expires_at: number | null;
  at: number;
}
