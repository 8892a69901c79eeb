import type { HoldCause, KillReason } from '@cull/core';
import { type Queryable, toTimestamp } from '../system/database';

/** A live session, or one that was just killed, as far as a picture of all of them needs it. */
export interface FleetRow {
  readonly monitoringId: string;
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  readonly status: 'monitoring' | 'killed';
  readonly due: number | null;
  readonly interactions: number | null;
  readonly risk: number;
  readonly warned: boolean;
  readonly wentBad: boolean;
  readonly dataQuality: string;
  readonly isProtected: boolean;
  readonly holdCause: HoldCause | null;
  readonly killReason: KillReason | null;
}

/**
 * All live sessions, riskiest first, and those killed since an instant.
 * @param killedSince Epoch milliseconds.
 * @param limit How many at most.
 */
export async function readFleet(
  db: Queryable,
  killedSince: number,
  limit: number,
): Promise<readonly FleetRow[]> {
  const { rows } = await db.query<FleetRow>(
    `SELECT id AS "monitoringId", variant_id AS "variantId", persona_id AS "personaId", campaign_id AS "campaignId", status,
            interactions_due AS due, interactions, risk, warned, went_bad_at IS NOT NULL AS "wentBad",
            data_quality AS "dataQuality", is_protected AS "isProtected", hold_cause AS "holdCause", kill_reason AS "killReason"
     FROM (SELECT * FROM variant_monitoring WHERE status = 'monitoring'
           UNION ALL
           SELECT * FROM variant_monitoring WHERE status = 'killed' AND ended_at >= $1) known
     ORDER BY status = 'killed' DESC, risk DESC, id LIMIT $2`,
    [toTimestamp(killedSince), limit],
  );
  return rows;
}
