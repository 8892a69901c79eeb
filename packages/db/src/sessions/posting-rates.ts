import { type Queryable, toTimestamp } from '../system/database';

/** How many variants a persona posted. */
export interface PostingCount {
  readonly personaId: string;
  readonly postings: number;
  /** The first of them, epoch milliseconds. */
  readonly firstAt: number;
}

/** Counts the variants posted since, by persona. */
export async function readPostingCounts(db: Queryable, since: number): Promise<readonly PostingCount[]> {
  const { rows } = await db.query<PostingCount>(
    `SELECT persona_id AS "personaId", count(*) AS postings, min(started_at) AS "firstAt"
     FROM variant_monitoring WHERE started_at >= $1 GROUP BY persona_id ORDER BY persona_id`,
    [toTimestamp(since)],
  );
  return rows;
}
