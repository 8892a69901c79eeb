import { hasRecovered, type Sample, type Session } from '@cull/core';
import type pg from 'pg';
import { z } from 'zod';
import { appendEvents } from '../events/events';
import { readStoredPolicy } from '../policies/stored-policy';
import { lockKilledSessions } from '../sessions/session-locks';
import { insertSnapshots } from '../sessions/snapshots';
import { WAS_FOLLOWED } from '../sessions/window-passed';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';
import { assertHolder, type ShardToken } from '../system/shard-tokens';

/** A killed variant that is still looked at, to learn whether the kill was right. */
export interface KilledSession {
  readonly monitoringId: string;
  /** The account that reads the post; null for the environment's. */
  readonly accountId: string | null;
  readonly postId: string;
}

/** How often killed variants are looked at, in milliseconds. */
export interface FollowPace {
  readonly everyMs: number;
  /** So long before the end of the window every call names them: the last check is what the kill is judged by. */
  readonly lastMs: number;
}

/**
 * The killed sessions of the source whose window is not over and whose next check is due; those whose post the kill
 * deletes are left out.
 */
export async function readKilledToFollow(
  db: Queryable,
  now: number,
  { everyMs, lastMs }: FollowPace,
): Promise<readonly KilledSession[]> {
  const { rows } = await db.query<KilledSession>(
    `SELECT m.id AS "monitoringId", m.account_id AS "accountId", m.post_id AS "postId" FROM variant_monitoring m
     WHERE m.status = 'killed' AND m.regretted IS NULL AND m.source <> 'push' AND m.deadline_at > $1
       AND (coalesce(m.later_sample_at, m.ended_at) <= $2 OR m.deadline_at <= $3)
       AND NOT EXISTS (SELECT 1 FROM kill_steps s WHERE s.monitoring_id = m.id AND s.kind = 'delete_post')
     ORDER BY m.deadline_at LIMIT 1000`,
    [toTimestamp(now), toTimestamp(now - everyMs), toTimestamp(now + lastMs)],
  );
  return rows;
}

/** A reading of a variant that may have been killed since. */
export type LaterSample = Sample & { readonly monitoringId: string };

/**
 * Keeps what killed variants did afterward. Readings of sessions that were not killed, from after their window, or with
 * counters below those known are passed over.
 * @param token Of the shard that the readings were pushed to; null for those that the follow-up of kills took, which belongs
 *   to no shard.
 * @returns How many were kept.
 * @throws ShardLostError when another worker holds the shard now; nothing was kept.
 */
export async function recordLaterSamples(
  pool: pg.Pool,
  token: ShardToken | null,
  samples: readonly LaterSample[],
): Promise<number> {
  if (samples.length === 0) return 0;
  // Of several readings of one session the newest is enough: they are totals.
  const newest = new Map(
    [...samples].sort((a, b) => a.observedAt - b.observedAt).map((sample) => [sample.monitoringId, sample]),
  );
  return inTransaction(pool, async (client) => {
    if (token !== null) await assertHolder(client, token);
    await lockKilledSessions(client, newest.keys());
    const { rows } = await client.query<{ id: string }>(
      `UPDATE variant_monitoring AS m
       SET later_views = r.views, later_interactions = r.interactions, later_sample_at = r.observed_at
       FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::timestamptz[]) AS r(id, views, interactions, observed_at)
       WHERE m.id = r.id AND m.status = 'killed' AND r.observed_at <= m.deadline_at AND r.interactions <= r.views
         AND r.observed_at > coalesce(m.later_sample_at, m.last_sample_at, m.started_at)
         AND r.views >= coalesce(m.later_views, m.views, 0)
       RETURNING m.id`,
      [
        [...newest.keys()],
        [...newest.values()].map(({ views }) => views),
        [...newest.values()].map(({ interactions }) => interactions),
        [...newest.values()].map(({ observedAt }) => toTimestamp(observedAt)),
      ],
    );
    const kept = new Set(rows.map(({ id }) => id));
    const snapshots = [...newest.values()].filter(({ monitoringId }) => kept.has(monitoringId));
    await insertSnapshots(client, snapshots);
    return snapshots.length;
  });
}

const MS = z.number();
const unjudgedSchema = z.object({
  monitoringId: z.string(),
  variantId: z.string(),
  personaId: z.string(),
  expectedEngagementRate: z.number(),
  policy: z.unknown(),
  laterViews: z.number().nullable(),
  laterInteractions: z.number().nullable(),
  laterSampleAt: MS.nullable(),
});

/**
 * Judges the kills whose window is over: those whose variant recovered are false kills. A kill without a post-kill reading
 * from the end of its window stays unjudged.
 * @returns How many were judged, and how many of them were false.
 */
export async function judgeKills(
  pool: pg.Pool,
  now: number,
): Promise<{ readonly judged: number; readonly regretted: number }> {
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query(
      `SELECT m.id AS "monitoringId", m.variant_id AS "variantId", m.persona_id AS "personaId", m.policy,
              m.expected_engagement_rate AS "expectedEngagementRate", m.later_views AS "laterViews",
              m.later_interactions AS "laterInteractions", m.later_sample_at AS "laterSampleAt"
       FROM variant_monitoring m
       WHERE ${WAS_FOLLOWED} AND m.regretted IS NULL AND m.deadline_at <= $1
       ORDER BY m.deadline_at LIMIT 1000 FOR UPDATE SKIP LOCKED`,
      [toTimestamp(now)],
    );
    const verdicts = z
      .array(unjudgedSchema)
      .parse(rows)
      .map((row) => ({ ...row, isRegretted: isRegretted(row) }));
    await client.query(
      `UPDATE variant_monitoring AS m SET regretted = v.regretted
       FROM unnest($1::uuid[], $2::bool[]) AS v(id, regretted) WHERE m.id = v.id`,
      [verdicts.map((v) => v.monitoringId), verdicts.map((v) => v.isRegretted)],
    );
    const regretted = verdicts.filter((v) => v.isRegretted);
    await appendEvents(
      client,
      regretted.map(({ monitoringId, variantId, personaId, laterViews, laterInteractions }) => ({
        at: now,
        type: 'variant.kill_regretted' as const,
        monitoringId,
        variantId,
        personaId,
        data: { views: laterViews, interactions: laterInteractions },
      })),
    );
    return { judged: verdicts.length, regretted: regretted.length };
  });
}

function isRegretted({
  expectedEngagementRate,
  policy,
  laterViews: views,
  laterInteractions: interactions,
  laterSampleAt: observedAt,
}: z.output<typeof unjudgedSchema>): boolean {
  if (views === null || interactions === null || observedAt === null) return false;
  const session: Pick<Session, 'expectedEngagementRate'> = { expectedEngagementRate };
  return hasRecovered(session, { views, interactions, observedAt }, readStoredPolicy(policy).values);
}
