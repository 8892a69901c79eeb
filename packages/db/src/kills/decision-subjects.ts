import { EXCERPT } from '../sessions/monitoring-row';
import type { Queryable } from '../system/database';

/** What a decision was about, as far as its own record doesn't say it. */
export interface DecisionSubject {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** The beginning of the post's text; null where it was posted without. */
  readonly excerpt: string | null;
}

/** Reads what decisions on these sessions were about. @returns By monitoringId. */
export async function readDecisionSubjects(
  db: Queryable,
  monitoringIds: readonly string[],
): Promise<ReadonlyMap<string, DecisionSubject>> {
  const { rows } = await db.query<DecisionSubject & { readonly id: string }>(
    `SELECT m.id, m.started_at AS "startedAt", left(v.content, ${EXCERPT}) AS excerpt
     FROM variant_monitoring m JOIN variants v ON v.id = m.variant_id WHERE m.id = ANY($1::uuid[])`,
    [monitoringIds],
  );
  return new Map(rows.map(({ id, ...subject }) => [id, subject]));
}
