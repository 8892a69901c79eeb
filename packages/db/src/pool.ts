import type { Database } from './database';
import type { Prisma } from './generated/client';

const withPosts = {
  variant: { include: { scheduledPosts: { where: { cancelledAt: null }, orderBy: { publishAt: 'asc' } } } },
} as const satisfies Prisma.PoolMembershipInclude;

export type PoolRow = Prisma.PoolMembershipGetPayload<{ include: typeof withPosts }>;

/** The variants still in the pool, with the posts still to be published. */
export function listPool({ prisma }: Database, personaId: string | undefined): Promise<PoolRow[]> {
  return prisma.poolMembership.findMany({
    where: { leftAt: null, ...(personaId !== undefined && { personaId }) },
    orderBy: [{ personaId: 'asc' }, { joinedAt: 'asc' }, { variantId: 'asc' }],
    include: withPosts,
  });
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
