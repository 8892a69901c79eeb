import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { DEFAULT_ACCOUNT } from '../accounts/accounts';
import { appendEvents } from '../events/events';
import { inTransaction, type Queryable, toTimestamp } from '../system/database';

/** A variant that the orchestrator has posted. */
export interface Posting {
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  readonly postId: string;
  /** `threads`: Cull reads the counters, through the account; the session gets the account's platform. */
  readonly source: 'threads' | 'push';
  /** The account to read it through: `DEFAULT_ACCOUNT` for the environment's; the persona's own where it is left out. */
  readonly accountId?: string | undefined;
  /** (0, 1] */
  readonly expectedEngagementRate: number;
  /** Lower end of a learned expectation; null where the rate was given. */
  readonly expectedLow: number | null;
  readonly content: string | null;
  readonly costPerView: number | null;
  readonly scheduledPosts: readonly { readonly id: string; readonly publishAt: number }[];
  /** When it was posted, epoch milliseconds; monitoring counts from then. */
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly shard: number;
  /** Who asks for it. */
  readonly actor: string;
}

/** The session that a posting got, or met. */
export interface PostedSession {
  readonly variantId: string;
  readonly monitoringId: string;
  readonly postId: string;
  readonly status: 'monitoring' | 'killed' | 'timed_out' | 'stopped';
  readonly startedAt: number;
  readonly deadlineAt: number;
  /** Whether this call made it. */
  readonly created: boolean;
}

/**
 * Starts a monitoring session for each posting, in one transaction.
 *
 * A posting whose variant and post are known already meets the session they have; a variant that is monitored under
 * another post meets that one, which the caller can tell from `postId`. Neither changes anything.
 * @param postings Each variant at most once.
 * @returns One session for each posting, in their order.
 */
export async function postVariants(
  pool: pg.Pool,
  postings: readonly Posting[],
  now: number,
): Promise<readonly PostedSession[]> {
  // Rows are locked in one order by all, so that two calls with the same variants wait for each other and not in a ring.
  const inLockOrder = postings.toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1));
  return inTransaction(pool, async (client) => {
    const met = await readMetSessions(client, postings);
    const fresh = inLockOrder.filter(({ variantId }) => !met.has(variantId));
    await upsertVariants(client, fresh, now);
    const created = await insertSessions(client, fresh);
    const createdIds = new Set(created.map(({ variantId }) => variantId));
    const started = fresh.filter(({ variantId }) => createdIds.has(variantId));
    await joinPool(client, started, now);
    await upsertScheduledPosts(client, started);
    await appendEvents(client, startedEvents(started, created, now));
    // A posting that lost a race to another process meets the session that won it.
    const lost = fresh.filter(({ variantId }) => !createdIds.has(variantId));
    const winners = lost.length > 0 ? await readMetSessions(client, lost) : new Map<string, PostedSession>();
    const byVariant = new Map([
      ...met,
      ...winners,
      ...created.map((session) => [session.variantId, session] as const),
    ]);
    return postings.flatMap(({ variantId }) => byVariant.get(variantId) ?? []);
  });
}

/** The live session of each variant, or else the newest one of the same post. */
async function readMetSessions(
  db: Queryable,
  postings: readonly Posting[],
): Promise<Map<string, PostedSession>> {
  const { rows } = await db.query<PostedSession>(
    `SELECT DISTINCT ON (m.variant_id) m.variant_id AS "variantId", m.id AS "monitoringId", m.post_id AS "postId",
            m.status, m.started_at AS "startedAt", m.deadline_at AS "deadlineAt", false AS created
     FROM unnest($1::text[], $2::text[]) AS p(variant_id, post_id)
     JOIN variant_monitoring m ON m.variant_id = p.variant_id AND (m.status = 'monitoring' OR m.post_id = p.post_id)
     ORDER BY m.variant_id, (m.status = 'monitoring') DESC, m.started_at DESC`,
    [postings.map((p) => p.variantId), postings.map((p) => p.postId)],
  );
  return new Map(rows.map((row) => [row.variantId, row]));
}

async function upsertVariants(db: Queryable, postings: readonly Posting[], now: number): Promise<void> {
  await db.query(
    `INSERT INTO variants (id, persona_id, campaign_id, content, cost_per_view, created_at)
     SELECT v.*, $6 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[])
       AS v(id, persona_id, campaign_id, content, cost_per_view)
     ON CONFLICT (id) DO UPDATE SET persona_id = excluded.persona_id, campaign_id = excluded.campaign_id,
       content = coalesce(excluded.content, variants.content),
       cost_per_view = coalesce(excluded.cost_per_view, variants.cost_per_view)`,
    [
      postings.map((p) => p.variantId),
      postings.map((p) => p.personaId),
      postings.map((p) => p.campaignId),
      postings.map((p) => p.content),
      postings.map((p) => p.costPerView),
      toTimestamp(now),
    ],
  );
}

/** [0, 1) from the first 48 bits of a keyed hash of the id: nobody can foresee it, and everybody with the key can check it. */
const HOLDOUT_DRAW = `('x' || encode(substr(sha256(installation.holdout_key || convert_to(p.id::text, 'UTF8')), 1, 6), 'hex'))::bit(48)::bigint / 281474976710656.0`;

async function insertSessions(
  db: Queryable,
  postings: readonly Posting[],
): Promise<readonly PostedSession[]> {
  const { rows } = await db.query<PostedSession>(
    // The accounts are locked, so that none is removed while a session of its own is not to be seen yet.
    `WITH postings AS (
       SELECT p.*, CASE WHEN p.source = 'push' OR asked = '${DEFAULT_ACCOUNT}' THEN NULL
                        ELSE coalesce(asked::uuid, own.account_id) END AS account_id
       FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::float8[],
                   $9::timestamptz[], $10::timestamptz[], $11::float8[], $12::text[])
         AS p(id, variant_id, persona_id, campaign_id, post_id, source, shard, expected, started_at, deadline_at, low, asked)
         LEFT JOIN account_personas own ON own.persona_id = p.persona_id
     ), held AS (
       SELECT id, platform::text FROM accounts
       WHERE removed_at IS NULL AND id IN (SELECT account_id FROM postings) ORDER BY id FOR SHARE
     )
     INSERT INTO variant_monitoring (id, variant_id, persona_id, campaign_id, post_id, source, account_id, shard,
                                     expected_engagement_rate, started_at, deadline_at, expected_low, holdout_draw)
     SELECT p.id, variant_id, persona_id, campaign_id, post_id, coalesce(held.platform, source)::sample_source,
            CASE WHEN asked IS NULL THEN held.id ELSE account_id END,
            shard, expected, started_at, deadline_at, low, ${HOLDOUT_DRAW}
     FROM installation CROSS JOIN postings p LEFT JOIN held ON held.id = p.account_id
     ON CONFLICT (variant_id) WHERE status = 'monitoring' DO NOTHING
     RETURNING variant_id AS "variantId", id AS "monitoringId", post_id AS "postId", status,
               started_at AS "startedAt", deadline_at AS "deadlineAt", true AS created`,
    [
      postings.map(() => randomUUID()),
      postings.map((p) => p.variantId),
      postings.map((p) => p.personaId),
      postings.map((p) => p.campaignId),
      postings.map((p) => p.postId),
      postings.map((p) => p.source),
      postings.map((p) => p.shard),
      postings.map((p) => p.expectedEngagementRate),
      postings.map((p) => toTimestamp(p.startedAt)),
      postings.map((p) => toTimestamp(p.deadlineAt)),
      postings.map((p) => p.expectedLow),
      postings.map((p) => p.accountId ?? null),
    ],
  );
  return rows;
}

/** A variant posted again is in the pool again. */
async function joinPool(db: Queryable, postings: readonly Posting[], now: number): Promise<void> {
  await db.query(
    `INSERT INTO pool_memberships (variant_id, persona_id, joined_at)
     SELECT p.variant_id, p.persona_id, $3 FROM unnest($1::text[], $2::text[]) AS p(variant_id, persona_id)
     ON CONFLICT (variant_id) DO UPDATE SET persona_id = excluded.persona_id, left_at = NULL, left_reason = NULL,
       joined_at = CASE WHEN pool_memberships.left_at IS NULL THEN pool_memberships.joined_at ELSE excluded.joined_at END`,
    [postings.map((p) => p.variantId), postings.map((p) => p.personaId), toTimestamp(now)],
  );
}

async function upsertScheduledPosts(db: Queryable, postings: readonly Posting[]): Promise<void> {
  const posts = postings.flatMap(({ variantId, scheduledPosts }) =>
    scheduledPosts.map(({ id, publishAt }) => ({ variantId, id, publishAt: toTimestamp(publishAt) })),
  );
  if (posts.length === 0) return;
  await db.query(
    `INSERT INTO scheduled_posts (variant_id, id, publish_at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[])
     ON CONFLICT (variant_id, id) DO UPDATE SET publish_at = excluded.publish_at, cancelled_at = NULL`,
    [posts.map((p) => p.variantId), posts.map((p) => p.id), posts.map((p) => p.publishAt)],
  );
}

function startedEvents(started: readonly Posting[], created: readonly PostedSession[], now: number) {
  const sessions = new Map(created.map((session) => [session.variantId, session]));
  return started.flatMap(({ variantId, personaId, expectedEngagementRate, postId, actor }) => {
    const session = sessions.get(variantId);
    if (session === undefined) return [];
    const { monitoringId, deadlineAt } = session;
    const data = { postId, expectedEngagementRate, deadlineAt: toTimestamp(deadlineAt), actor };
    return [
      { at: now, type: 'variant.monitoring_started' as const, monitoringId, variantId, personaId, data },
    ];
  });
}
