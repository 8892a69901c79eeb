import type { SiblingPool } from '@cull/core';
import { type Queryable, toTimestamp } from './database';

/**
 * Reads each persona's live variants with a fresh reading, their counters added up. The variant that lacks most is left
 * out: a plain loser with many views must not speak for its siblings.
 * @param freshAfter Older readings than this don't count, epoch milliseconds.
 * @returns By persona; a persona without such variants is missing.
 */
export async function readSiblingPools(
  db: Queryable,
  freshAfter: number,
): Promise<ReadonlyMap<string, SiblingPool>> {
  const { rows } = await db.query<SiblingPool & { personaId: string }>(
    `WITH live AS (
       SELECT persona_id, interactions::float8 AS came, interactions_due AS due,
              row_number() OVER (PARTITION BY persona_id ORDER BY interactions_due - interactions DESC, id) AS rank
       FROM variant_monitoring
       WHERE status = 'monitoring' AND interactions_due IS NOT NULL AND last_sample_at >= $1)
     SELECT persona_id AS "personaId", count(*) AS variants, sum(came) AS interactions, sum(due) AS due
     FROM live WHERE rank > 1 GROUP BY persona_id`,
    [toTimestamp(freshAfter)],
  );
  return new Map(rows.map(({ personaId, ...pool }) => [personaId, pool]));
}
