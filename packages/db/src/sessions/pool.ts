import { EVERYTHING, type KeyReach } from '../access/api-keys';
import type { Prisma } from '../generated/client';
import type { Database } from '../system/database';
import { SOURCE_OF } from './monitoring-queries';

/** A variant that may still be used. */
export interface PoolMember {
  readonly variantId: string;
  readonly personaId: string;
  readonly campaignId: string | null;
  /** Epoch milliseconds, as are the times of the posts. */
  readonly joinedAt: number;
  /** Those that are not cancelled, the next one first. */
  readonly scheduledPosts: readonly { readonly id: string; readonly publishAt: number }[];
}

export interface PoolSelection {
  readonly personaId?: string | undefined;
  /** Go on behind this variant, whether it is still in the pool or not. */
  readonly after?: string | undefined;
  /** The most variants to give; without it, all. */
  readonly limit?: number | undefined;
  /** What the reader is narrowed to; a variant's source is that of its newest session. */
  readonly reach?: KeyReach | undefined;
}

/**
 * The variants still in the pool, of one persona or of all, by their ids: an order that no kill and no revival changes.
 *
 * One statement, since a kill takes variant and posts out at once, and must not be seen half. Not by Prisma, which
 * asks for the posts with a parameter for each variant: PostgreSQL takes 32,767 of them, and pools grow larger.
 */
export async function listPool(
  { pool }: Database,
  { personaId, after, limit, reach = EVERYTHING }: PoolSelection = {},
): Promise<readonly PoolMember[]> {
  const { rows } = await pool.query<MemberPost>(
    `SELECT m.variant_id AS "variantId", m.persona_id AS "personaId", v.campaign_id AS "campaignId",
            m.joined_at AS "joinedAt", s.id AS "postId", s.publish_at AS "publishAt"
     FROM (
       SELECT variant_id, persona_id, joined_at FROM pool_memberships p
       WHERE left_at IS NULL AND ($1::text IS NULL OR persona_id = $1) AND ($2::text IS NULL OR variant_id > $2)
         AND (cardinality($4::text[]) = 0 OR persona_id = ANY($4))
         AND (cardinality($5::text[]) = 0 OR (
           SELECT ${SOURCE_OF} FROM variant_monitoring newest WHERE newest.variant_id = p.variant_id
           ORDER BY newest.ended_at DESC NULLS FIRST, newest.id LIMIT 1) = ANY($5))
       ORDER BY variant_id LIMIT $3
     ) m
     JOIN variants v ON v.id = m.variant_id
     LEFT JOIN scheduled_posts s ON s.variant_id = m.variant_id AND s.cancelled_at IS NULL
     ORDER BY m.variant_id, s.publish_at, s.id`,
    [personaId ?? null, after ?? null, limit ?? null, reach.personaIds, reach.sources],
  );
  const members = new Map<string, PoolMember & { scheduledPosts: { id: string; publishAt: number }[] }>();
  for (const { postId, publishAt, ...member } of rows) {
    const known = members.get(member.variantId) ?? { ...member, scheduledPosts: [] };
    if (postId !== null && publishAt !== null) known.scheduledPosts.push({ id: postId, publishAt });
    members.set(member.variantId, known);
  }
  return [...members.values()];
}

/** A member with one of its posts; without any there is still one row. */
interface MemberPost {
  variantId: string;
  personaId: string;
  campaignId: string | null;
  joinedAt: number;
  postId: string | null;
  publishAt: number | null;
}

const whole = {
  pool: true,
  scheduledPosts: { orderBy: { publishAt: 'asc' } },
} as const satisfies Prisma.VariantInclude;

export type VariantRow = Prisma.VariantGetPayload<{ include: typeof whole }>;

/** A variant with its pool membership and all its scheduled posts, cancelled ones too. */
export function readVariant({ prisma }: Database, variantId: string): Promise<VariantRow | null> {
  return prisma.variant.findUnique({ where: { id: variantId }, include: whole });
}
