import { type Queryable, toTimestamp } from '../system/database';
import { type EventRow, type LoggedEvent, toLoggedEvent } from './events';

/** A session, for the events that concern it. */
export interface SessionSpan {
  readonly monitoringId: string;
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  /** What its counters come from, as suspensions and troubles name it: an account, `default` or `push`. */
  readonly source: string;
  readonly from: number;
  /** Null while it is live. */
  readonly to: number | null;
}

const DAY_MS = 86_400_000;
const SUSPENSIONS = ['kills.paused', 'kills.resumed', 'breaker.tripped', 'breaker.reset'];
const OUTAGES = ['source.unhealthy', 'source.healthy'];

/**
 * Reads a session's events in the order of time: its own, and what reached it while it was live, which is changes of
 * policy, suspensions of auto-kill, and outages of its source.
 */
export async function readEventsOf(db: Queryable, span: SessionSpan): Promise<readonly LoggedEvent[]> {
  const { rows } = await db.query<EventRow>(
    `SELECT id, transaction_id, at, type, monitoring_id, variant_id, persona_id, data FROM events
     WHERE at >= $7
       AND (monitoring_id = $1
            OR (type = 'policy.changed' AND at >= $2 AND ($3::timestamptz IS NULL OR at <= $3)
                AND (data -> 'scope' ->> 'type', data -> 'scope' ->> 'id')
                    IN (('global', ''), ('persona', $4), ('campaign', $5), ('variant', $6)))
            OR (type = ANY($9::text[]) AND at >= $2 AND ($3::timestamptz IS NULL OR at <= $3)
                AND data ->> 'reminder' IS DISTINCT FROM 'true'
                AND (data -> 'scope' ->> 'type', coalesce(data -> 'scope' ->> 'id', ''))
                    IN (('global', ''), ('persona', $4), ('source', $8)))
            OR (type = ANY($10::text[]) AND at >= $2 AND ($3::timestamptz IS NULL OR at <= $3)
                AND data ->> 'accountId' = $8))
     ORDER BY at, id`,
    [
      span.monitoringId,
      toTimestamp(span.from),
      toTimestamp(span.to),
      span.personaId,
      span.campaignId ?? '',
      span.variantId,
      // Partitions of the weeks before are left alone; a poster's clock may be ahead.
      toTimestamp(span.from - DAY_MS),
      span.source,
      SUSPENSIONS,
      OUTAGES,
    ],
  );
  return rows.map(toLoggedEvent);
}
