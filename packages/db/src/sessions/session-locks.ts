import type { Session } from '@cull/core';
import type { Queryable } from '../system/database';

/** What a person may change of a live session between the look that judges it and what is done about it. */
export type JudgedTerms = Pick<Session, 'monitoringId' | 'isProtected' | 'extendedSeconds'>;

/** The terms of live sessions as they are in the database, by monitoringId. */
export type LiveTerms = ReadonlyMap<string, JudgedTerms>;

/**
 * Locks those of a shard's sessions that are live: until the transaction ends, nobody else changes or ends them. Sessions that
 * end or are held together are always locked here, in the order of their ids, which prevents deadlocks.
 */
export async function lockLiveSessions(
  db: Queryable,
  shard: number,
  monitoringIds: readonly string[],
): Promise<LiveTerms> {
  if (monitoringIds.length === 0) return new Map();
  const { rows } = await db.query<JudgedTerms>(
    `SELECT id AS "monitoringId", is_protected AS "isProtected", extended_seconds AS "extendedSeconds"
     FROM variant_monitoring WHERE id = ANY($1::uuid[]) AND shard = $2 AND status = 'monitoring'
     ORDER BY id FOR NO KEY UPDATE`,
    [monitoringIds, shard],
  );
  return new Map(rows.map((row) => [row.monitoringId, row]));
}

/** As `lockLiveSessions`, for those of the sessions that were killed. */
export async function lockKilledSessions(db: Queryable, monitoringIds: Iterable<string>): Promise<void> {
  await db.query(
    `SELECT 1 FROM variant_monitoring WHERE id = ANY($1::uuid[]) AND status = 'killed' ORDER BY id FOR NO KEY UPDATE`,
    [[...monitoringIds]],
  );
}

/** Whether what was judged still stands: the session is live, on the terms that it was judged by. */
export function stillStands(judged: JudgedTerms, live: LiveTerms): boolean {
  const terms = live.get(judged.monitoringId);
  return (
    terms !== undefined &&
    terms.isProtected === judged.isProtected &&
    terms.extendedSeconds === judged.extendedSeconds
  );
}
