import type { Database } from '../system/database';

/** How many live sessions there are of each persona and of each campaign. */
export interface LiveFacets {
  readonly personas: readonly { readonly personaId: string; readonly live: number }[];
  readonly campaigns: readonly { readonly campaignId: string; readonly live: number }[];
}

/**
 * Counts the live sessions by what lists of them are narrowed by.
 * @param limit Of each kind, those with the most live sessions.
 */
export async function readLiveFacets({ pool }: Database, limit: number): Promise<LiveFacets> {
  const { rows } = await pool.query<{ persona: string | null; campaign: string | null; live: number }>(
    `WITH counted AS (
       SELECT persona_id AS persona, campaign_id AS campaign, count(*)::int AS live,
              row_number() OVER (PARTITION BY grouping(persona_id) ORDER BY count(*) DESC) AS place
       FROM variant_monitoring WHERE status = 'monitoring'
       GROUP BY GROUPING SETS ((persona_id), (campaign_id)))
     SELECT persona, campaign, live FROM counted
     WHERE place <= $1 AND (persona IS NOT NULL OR campaign IS NOT NULL)
     ORDER BY live DESC, persona, campaign`,
    [limit],
  );
  return {
    personas: rows.flatMap(({ persona, live }) => (persona === null ? [] : { personaId: persona, live })),
    campaigns: rows.flatMap(({ campaign, live }) =>
      campaign === null ? [] : { campaignId: campaign, live },
    ),
  };
}
